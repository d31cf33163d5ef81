import Testing

@testable import MallDomain

/// A service whose form has a field of each type, and requirements of each kind.
enum FormWorld {
  static let today = LocalDate(year: 2026, month: 11, day: 23) ?? .latest
  static let village = "18.02.07.2001"

  static func field(
    _ id: String, _ type: FormField.FieldType, required: Bool = false, _ change: (inout FormField) -> Void = { _ in }
  ) -> FormField {
    var field = FormField(id: id, label: LocalizedText(indonesian: id), type: type, isRequired: required)
    change(&field)
    return field
  }

  static let form: [FormField] = [
    field("name", .text, required: true) { $0.maxLength = 10 },
    field("plate", .text) {
      $0.pattern = "[A-Z]{1,2} [0-9]{1,4}"
      $0.example = "BE 1234"
    },
    field("nik", .nik, required: true), field("nkk", .nkk),
    field("born", .date) {
      $0.minimum = "1900-01-01"
      $0.maximum = "today"
    },
    field("starts", .time) {
      $0.minimum = "08:00"
      $0.maximum = "15:00"
    },
    field("copies", .integer) {
      $0.minimum = "1"
      $0.maximum = "5"
    },
    field("price", .money) { $0.minimum = "1000" },
    field("kind", .enumeration) {
      $0.options = ["new", "lost"].map { .init(value: $0, label: LocalizedText(indonesian: $0)) }
    },
    field("report", .text, required: true) { $0.condition = .init(field: "kind", values: ["lost"]) },
    field("station", .text) { $0.condition = .init(field: "report", values: ["police"]) },
    field("phone", .phone), field("email", .email), field("village", .village), field("photo", .file),
    field("agrees", .boolean),
  ]

  static func service() throws -> PublicService {
    PublicService(
      code: try ServiceCode("polres.test"), name: text, category: .other, lifeEvents: [], description: text,
      legalBasis: [],
      requirements: [
        Requirement(
          id: "kk", name: text, kind: .document, isRequired: true, source: try ServiceCode("disdukcapil.kk-baru")),
        Requirement(id: "letter", name: text, kind: .document, isRequired: true),
        Requirement(id: "extra", name: text, kind: .document, isRequired: false),
        Requirement(id: "self", name: text, kind: .presence, isRequired: true),
        Requirement(id: "facts", name: text, kind: .data, isRequired: true),
      ],
      fee: Fee(kind: .free, amount: .zero, note: ""), serviceLevel: .workingDays(1), output: text, issues: [],
      channels: [.counter, .online], form: form, steps: [],
      complaints: Complaints(unit: "", phone: "", email: "", procedure: text), keywords: [], subjects: [],
      policy: ServicePolicy(), rules: [])
  }

  private static let text = LocalizedText(indonesian: "x")

  static let blob = BlobReference(
    sha256: [UInt8](repeating: 7, count: 32), size: 1_000, name: "surat.pdf", mediaType: "application/pdf")

  /// Content without a fault, over the web.
  static func content(_ values: [String: String] = [:]) throws -> ApplicationContent {
    ApplicationContent(
      service: try ServiceCode("polres.test"), channel: .online,
      values: ["name": "Siti", "nik": "1802071708950003"].merging(values) { $1 },
      attachments: ["letter": .file(blob)], consents: ["kk": "test"])
  }

  static func verdict(_ content: ApplicationContent) throws -> FormValidator.Verdict {
    FormValidator.validate(content, against: try service(), areas: try TestData.areas(), today: today)
  }
}
