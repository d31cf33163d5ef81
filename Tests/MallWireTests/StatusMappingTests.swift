import MallDomain
import Testing

@testable import MallWire

@Suite("Refusals over the wire")
struct StatusMappingTests {
  @Test("every status comes back with its sentence, violations and hint", arguments: StatusCode.allCases)
  func roundTrip(code: StatusCode) {
    let refusal = Refusal(
      code, Message(.requestAgencyAway, "bapenda"),
      violations: [FieldViolation(field: "nik", message: Message(.formRequired))], retryAfter: .milliseconds(1_500))
    #expect(Wire.Status(refusal).refusal == (code == .ok ? nil : refusal))
  }

  @Test("a status says it in both languages, for peers without our sentences")
  func bothLanguages() {
    let status = Wire.Status(Refusal(.unavailable, Message(.requestAgencyAway, "bapenda")))
    #expect(status.message == Message(.requestAgencyAway, "bapenda").text(.english))
    #expect(status.messageID == Message(.requestAgencyAway, "bapenda").text(.indonesian))
    #expect(status.message != status.messageID)
    #expect(status.key == "request.agency-away")
  }

  @Test("a peer's own sentence keeps its English text where ours has a blank")
  func foreignSentence() {
    let status = Wire.Status(
      code: StatusCode.failedPrecondition.rawValue, message: "the parcel is disputed",
      violations: [Wire.FieldViolation(field: "nop", key: "x.y", messageEn: "disputed")], key: "land.disputed")
    #expect(status.refusal?.code == .failedPrecondition)
    #expect(status.refusal?.message.text(.english).contains("the parcel is disputed") == true)
    #expect(status.refusal?.violations.first?.message.text(.english).contains("disputed") == true)
  }

  @Test("a code of a newer peer counts as unknown")
  func unknownCode() {
    #expect(Wire.Status(code: 77, message: "?").refusal?.code == .unknown)
  }

  @Test(
    "a hint that doesn't fit is clamped",
    arguments: [
      (Duration.zero, 0), (.seconds(-5), 0), (.milliseconds(1), 1), (.seconds(60), 60_000),
      (.milliseconds(Int64(UInt32.max)), UInt32.max), (.seconds(Int64.max), UInt32.max),
    ] as [(Duration, UInt32)])
  func retryAfter(duration: Duration, milliseconds: UInt32) {
    let refusal = Refusal(.unavailable, Message(.requestUnavailable), retryAfter: duration)
    #expect(Wire.Status(refusal).retryAfterMs == milliseconds)
  }

  @Test("bytes that are no message are an invalid argument, whose text names the field")
  func wireError() {
    let refusal = Refusal(WireError.invalidText(message: "mall.v1.Bill", field: "object", number: 10))
    #expect(refusal.code == .invalidArgument)
    #expect(refusal.message.text(.english).contains("mall.v1.Bill.object"))
  }
}
