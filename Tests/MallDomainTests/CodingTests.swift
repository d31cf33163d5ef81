import FoundationEssentials
import Testing

@testable import MallDomain

@Suite struct CodingTests {
  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func read<Value: Decodable>(_ text: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  @Test func `Values are written as their text`() throws {
    #expect(try json(try ServiceCode("bapenda.pbb")) == #""bapenda.pbb""#)
    #expect(try read(#""bapenda.pbb""#, as: ServiceCode.self).agency.text == "bapenda")
    #expect(try json(LocalDate("2026-11-23")) == #""2026-11-23""#)
    #expect(try read(#""2026-11-23""#, as: LocalDate.self) == LocalDate("2026-11-23"))
    #expect(try json(LocalTime("09:05")) == #""09:05""#)
    #expect(try read(#""09:05""#, as: LocalTime.self) == LocalTime("09:05"))
    #expect(try json(Rupiah(5)) == "5")
    #expect(try json(MallInstant(milliseconds: 5)) == "5")
    #expect(try read(json(try NIK("1802071708950003")), as: NIK.self).text == "1802071708950003")
  }

  @Test func `What is no such value is refused, without repeating it`() {
    for text in [#""1802071708950000""#, #""180207""#] {
      let error = #expect(throws: DecodingError.self) { try read(text, as: NIK.self) }
      #expect(!"\(String(describing: error))".contains("180207"))
      #expect(throws: DecodingError.self) { try read(text, as: FamilyCardNumber.self) }
    }
    #expect(throws: InvalidIdentifier.self) { try read(#""x""#, as: ServiceCode.self) }
    #expect(throws: DecodingError.self) { try read(#""2026-02-30""#, as: LocalDate.self) }
    #expect(throws: DecodingError.self) { try read(#""9:5""#, as: LocalTime.self) }
  }

  @Test func `Contents and cases come back as they were`() throws {
    var content = try FormWorld.content()
    content.attachments["extra"] = .shownAtCounter
    #expect(try read(json(content), as: ApplicationContent.self) == content)
    let lifecycle = try CaseWorld.lifecycle([.received, .claimed, .supplementRequested])
    #expect(try read(json(lifecycle), as: CaseLifecycle.self) == lifecycle)
  }
}
