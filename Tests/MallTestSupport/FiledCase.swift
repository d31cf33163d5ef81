import Foundation
import MallDomain
import MallLink
import MallNode
import MallWire
import Testing

/// An application that the mall has acknowledged.
package struct FiledCase: Sendable {
  package var service: String
  package var content: Wire.ApplicationContent
  package var trackingCode: String
  package var caseID: String
  /// An answer of the form that opens the content.
  package var fact: String?
  /// Before this mall time its output can't be entered: a marriage is registered after its contract.
  package var notBefore: MallInstant?

  package init(
    service: String, content: Wire.ApplicationContent, trackingCode: String, caseID: String, fact: String?,
    notBefore: MallInstant? = nil
  ) {
    self.service = service
    self.content = content
    self.trackingCode = trackingCode
    self.caseID = caseID
    self.fact = fact
    self.notBefore = notBefore
  }

  package var agency: String { String(service.prefix { $0 != "." }) }

  /// The field with the day of a marriage's contract.
  package static let contractDate = "tgl-akad"

  /// A contract takes less; the register is written afterwards.
  private static let ceremony = Duration.seconds(2 * 3600)

  /// Hands in the example of a service.
  package static func file(
    _ service: String, by citizen: MallClient, key: String = UUID().uuidString
  ) async throws -> FiledCase {
    try await file(try await citizen.example(of: service), by: citizen, key: key)
  }

  package static func file(
    _ content: Wire.ApplicationContent, by citizen: MallClient, key: String = UUID().uuidString
  ) async throws -> FiledCase {
    let sheet = try await citizen.service(content.service)
    let opening = (sheet.service?.form ?? []).filter {
      $0.required && ($0.opens || ["nik", "phone"].contains($0.type))
    }
    let fields = Set(opening.map(\.id))
    let fact = content.values.first { fields.contains($0.field) && !$0.value.isEmpty }?.value
    let answer = try await citizen.submit(content, key: key)
    return FiledCase(
      service: content.service, content: content, trackingCode: answer.trackingCode,
      caseID: try #require(answer.receipt).caseID, fact: fact, notBefore: contract(in: content))
  }

  private static func contract(in content: Wire.ApplicationContent) -> MallInstant? {
    guard let day = content.value(contractDate).flatMap({ LocalDate($0) }) else { return nil }
    let time = content.value("jam-akad").flatMap { LocalTime($0) } ?? .midnight
    return MallInstant(jakarta: day, time).adding(ceremony)
  }
}

/// The people at the other side of the counter, who bring a case to its end.
package struct Counter: Sendable {
  package var officer: MallClient
  package var bank: MallClient

  package init(officer: MallClient, bank: MallClient) {
    self.officer = officer
    self.bank = bank
  }

  /// From filed to approved, with its bill paid.
  package func approve(_ filed: FiledCase) async throws {
    _ = try await officer.track(filed.trackingCode, until: .received)
    try await officer.claim(filed.caseID, of: filed.agency)
    do throws(Refusal) {
      try await officer.approve(filed.caseID, of: filed.agency)
    } catch {
      throw ApprovalFailed(refusal: error)
    }
    let track = try await officer.track(filed.trackingCode, until: .approved, .waitingForPayment)
    guard track.state == CaseState.waitingForPayment.rawValue else { return }
    try await bank.pay(try #require(track.bill, "\(filed.service) waits for a payment without a bill"))
    _ = try await officer.track(filed.trackingCode, until: .approved)
  }

  /// From approved to the document in the citizen's hands.
  @discardableResult
  package func issue(_ filed: FiledCase, for citizen: MallClient) async throws -> Wire.Document {
    let issued = try await officer.issue(filed.caseID, of: filed.agency)
    _ = try await citizen.track(filed.trackingCode, until: .issued)
    let document = try await citizen.document(
      filed.trackingCode, fact: try #require(filed.fact, "no fact opens \(filed.service)"))
    #expect(document == issued.output)
    return document
  }

  /// Brings a case to its end from wherever it stands, over every fault that passes.
  package func finish(_ filed: FiledCase) async throws {
    var last = ""
    try await Patience.wait(until: "the end of a case of \(filed.service); last: \(last)") {
      do {
        let track = try await officer.track(filed.trackingCode)
        last = track.state
        switch CaseState(rawValue: track.state) {
        case .received: try await officer.claim(filed.caseID, of: filed.agency)
        case .inReview: try await officer.approve(filed.caseID, of: filed.agency)
        case .waitingForPayment: if let bill = track.bill { try await bank.pay(bill) }
        case .approved: try await officer.issue(filed.caseID, of: filed.agency)
        case .issued: return true
        default: break
        }
      } catch let refusal as Refusal where refusal.mayPass {
        // The mall's copy of a case follows the agency's: a step that was taken already is no fault.
        last = "\(last), \(refusal)"
        if refusal.code == .unavailable || refusal.code == .cancelled { throw refusal }
      }
      return false
    }
  }
}

/// Why an officer could not approve: with everything that blocks.
package struct ApprovalFailed: Error, CustomStringConvertible {
  package var refusal: Refusal

  package var description: String {
    let reasons = refusal.violations.map { "\($0.field): \($0.message.text(.english))" }
    return "not approved: \(refusal.message.text(.english)) " + reasons.joined(separator: "; ")
  }
}

extension Refusal {
  /// It may be different the next time.
  package var mayPass: Bool {
    switch code {
    case .unavailable, .cancelled, .deadlineExceeded, .resourceExhausted, .failedPrecondition, .aborted: true
    default: false
    }
  }
}
