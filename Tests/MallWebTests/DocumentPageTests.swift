import MallDomain
import MallWire
import Testing

@testable import MallWeb

@Suite struct DocumentPageTests {
  private static func document(_ holder: String, _ value: String = "x") -> Wire.Document {
    Wire.Document(
      type: "skck", number: "SKCK/18.02/2026/000001", agency: "polres", service: "polres.skck", holder: holder,
      issuedOn: "2026-11-23", validThrough: "2027-05-22",
      fields: [Wire.FieldValue(field: "tempat-lahir", value: value)],
      title: Wire.LocalizedText(id: "Surat Keterangan", en: "Police Record"), version: 1)
  }

  private static func page(_ document: Wire.Document, code: String? = "MALL1:ABC", _ language: Language = .indonesian)
    throws -> String
  {
    try DocumentPage().html(
      document, agencyName: "Polres <b>", labels: ["tempat-lahir": "Tempat \"lahir\""], code: code, language: language)
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</style><script>", "&lt;script&gt;", "O'Brien",
    // A combining mark behind the sign makes one character of the two, which must not escape the escaping.
    "<\u{338}script>", "\"\u{301}onclick=\"",
  ])
  func whatARecordHoldsIsTextAndNeverMarkup(hostile: String) throws {
    let html = try Self.page(Self.document(hostile, hostile))
    let plain = try Self.page(Self.document("x", "x"))
    func count(_ scalar: Unicode.Scalar, _ text: String) -> Int { text.unicodeScalars.count { $0 == scalar } }
    for scalar in ["<", ">", "\""] as [Unicode.Scalar] {
      #expect(count(scalar, html) == count(scalar, plain), "\(scalar)")
    }
    #expect(!html.contains("<b>"))
  }

  @Test func thePageSaysWhatTheRecordSaysInBothLanguages() throws {
    let document = Self.document("Siti Aminah", "Metro")
    let indonesian = try Self.page(document)
    let expected = [
      "lang=\"id\"", "Surat Keterangan", "SKCK/18.02/2026/000001", "Siti Aminah", "23 November 2026", "22 Mei 2027",
      "Metro", "Tempat &quot;lahir&quot;", "Pemeriksaan keaslian", "size: A4",
    ]
    for part in expected {
      #expect(indonesian.contains(part), "\(part)")
    }
    let english = try Self.page(document, .english)
    for part in ["lang=\"en\"", "Police Record", "22 May 2027", "Is it genuine?"] {
      #expect(english.contains(part), "\(part)")
    }
  }

  @Test func withoutASignatureThePageClaimsNoProof() throws {
    let html = try Self.page(Self.document("Siti"), code: nil)
    #expect(!html.contains("<svg") && !html.contains("Pemeriksaan keaslian"))
  }

  @Test func aCodeIsASquareWithFinderPatterns() throws {
    let code = try #require(QRCode("MALL1:" + String(repeating: "A", count: 300)))
    #expect(code.modules.count == code.width * code.width)
    #expect((code.width - 17) % 4 == 0)
    // The upper left finder pattern: a black ring of 7 modules.
    #expect(code.modules[0..<7].allSatisfy { $0 } && !code.modules[7])
    #expect(code.svg(label: "x").contains("viewBox=\"0 0 \(code.width + 8) \(code.width + 8)\""))
    #expect(QRCode(String(repeating: "A", count: 5_000)) == nil)
  }
}
