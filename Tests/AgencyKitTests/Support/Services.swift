import MallDomain
import Testing

/// Agencies and services that the tests need, in one line each.
enum Services {
  static func text(_ indonesian: String) -> LocalizedText {
    LocalizedText(indonesian: indonesian, english: indonesian + " (en)")
  }

  static func field(_ id: String, _ type: FormField.FieldType, required: Bool = false) -> FormField {
    FormField(id: id, label: text(id), type: type, isRequired: required)
  }

  static func rule(
    _ id: String, _ kind: ServiceRule.Kind, _ field: String, other: String? = nil, value: String? = nil
  ) -> ServiceRule {
    ServiceRule(id: id, kind: kind, field: field, otherField: other, value: value, message: text("Aturan \(id)."))
  }

  /// A police record certificate: a fixed fee, valid for six months, for who is 17.
  static func policeRecord(
    code: String = "polres.skck", fee: Fee = Fee(kind: .fixed, amount: Rupiah(30_000), note: ""),
    rules: [ServiceRule] = [rule("usia-17", .minimumAge, "nik", value: "17")], issues: [String] = ["skck"],
    requirements: [Requirement] = [], validityMonths: Int? = 6
  ) throws -> PublicService {
    var policy = ServicePolicy()
    policy.validityMonths = validityMonths
    return PublicService(
      code: try ServiceCode(code), name: text("SKCK"), category: .justice, lifeEvents: [], description: text("SKCK"),
      legalBasis: ["Perpol 6/2023"], requirements: requirements, fee: fee, serviceLevel: .workingDays(2),
      output: text("SKCK"), issues: issues, channels: [.counter, .online],
      form: [
        field("nik", .nik, required: true), field("nama", .text, required: true), field("telepon", .phone),
        field("mulai", .date), field("akhir", .date), field("jumlah", .integer), field("golongan", .text),
      ],
      steps: [text("Datang.")],
      complaints: Complaints(unit: "Unit", phone: "110", email: "a@example.id", procedure: text("Lapor.")),
      keywords: [], subjects: [Subject(role: "applicant", field: "nik")], policy: policy, rules: rules)
  }

  static func agency(
    _ id: String, services: [PublicService], queries: [QueryDeclaration] = []
  ) throws -> Agency {
    Agency(
      id: try AgencyID(id), name: text(id), kind: .vertical, domain: .general, counter: "N", queries: queries,
      services: services)
  }

  static let answersDocuments = QueryDeclaration(
    fact: Fact.documentActive.rawValue, direction: .answers, purposes: ["application-check"], roles: ["agency"])
  static let reserves = QueryDeclaration(
    fact: Fact.personReserved.rawValue, direction: .answers, purposes: ["decision"], roles: ["agency"])
  static let asksAge = QueryDeclaration(
    fact: Fact.isOfAge.rawValue, direction: .asks, purposes: ["application-check"], roles: ["agency"])
  static let answersAge = QueryDeclaration(
    fact: Fact.isOfAge.rawValue, direction: .answers, purposes: ["application-check"], roles: ["agency"])
}

/// People who do not exist.
enum People {
  /// Born on 17 August 1995.
  static let adult = "1802071708950003"
  /// Born on 3 March 2015.
  static let child = "1802070303150001"
}
