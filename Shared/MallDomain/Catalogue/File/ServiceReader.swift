import Yams

/// Reads one service of an agency's file.
struct ServiceReader {
  static let keys: Set<String> = [
    "code", "name", "name_en", "category", "life_events", "description", "description_en", "keywords", "legal_basis",
    "requirements", "fee", "sla", "output", "output_en", "issues", "validity_months", "channels", "subject", "form",
    "steps", "complaints", "rules", "four_eyes", "deemed_approved", "domicile_bound", "offline", "service_group",
    "retention_days", "emits",
  ]

  private let steps: [LocalizedText]
  private let complaints: ComplaintsReader

  /// - Parameter defaults: the agency's mapping.
  init(defaults: MappingReader) {
    steps = ServiceReader.steps(defaults)
    complaints = ComplaintsReader(defaults)
  }

  /// Nil where there is no code to speak of.
  func service(_ mapping: MappingReader) -> PublicService? {
    let code: ServiceCode? = mapping.identifier("code")
    let own = mapping.has("steps") ? ServiceReader.steps(mapping) : steps
    let parts = (
      name: mapping.localized("name"), category: mapping.choice("category", orElse: PublicService.Category.other),
      fee: FeeReader.fee(mapping), level: serviceLevel(mapping), form: FormReader.form(mapping),
      requirements: requirements(mapping)
    )
    let service = code.map { code in
      PublicService(
        code: code, name: parts.name, category: parts.category, lifeEvents: mapping.choices("life_events"),
        description: mapping.localized("description", isEnglishRequired: false),
        legalBasis: mapping.texts("legal_basis", isRequired: true), requirements: parts.requirements, fee: parts.fee,
        serviceLevel: parts.level, output: mapping.localized("output", isEnglishRequired: false),
        issues: mapping.texts("issues"), channels: mapping.choices("channels"), form: parts.form, steps: own,
        complaints: complaints.complaints(mapping), keywords: mapping.texts("keywords"),
        subjects: mapping.pairs("subject").map { Subject(role: $0.key, field: $0.value) }, policy: policy(mapping),
        rules: rules(mapping), emits: emits(mapping))
    }
    return service
  }

  private static func steps(_ mapping: MappingReader) -> [LocalizedText] {
    mapping.list("steps").enumerated().compactMap { index, node in
      MappingReader.localized(node, field: "\(mapping.place("steps"))[\(index + 1)]", report: mapping.report)
    }
  }

  private func serviceLevel(_ mapping: MappingReader) -> PublicService.ServiceLevel {
    guard let level = mapping.mapping("sla", keys: ["working_days", "working_minutes"]) else {
      if !mapping.has("sla") { mapping.report.add(mapping.place("sla"), "is missing") }
      return .workingDays(1)
    }
    switch (level.integer("working_days"), level.integer("working_minutes")) {
    case (let days?, nil): return .workingDays(days)
    case (nil, let minutes?): return .workingMinutes(minutes)
    default:
      mapping.report.add(mapping.place("sla"), "exactly one of working_days and working_minutes is expected")
      return .workingDays(1)
    }
  }

  private func requirements(_ mapping: MappingReader) -> [Requirement] {
    let keys: Set<String> = ["id", "name", "name_en", "kind", "required", "source", "document"]
    return mapping.mappings("requirements", named: "id", keys: keys, isRequired: true).map { requirement in
      Requirement(
        id: requirement.text("id"), name: requirement.localized("name"),
        kind: requirement.choice("kind", orElse: .document),
        isRequired: requirement.boolean("required", isRequired: true),
        source: requirement.has("source") ? requirement.identifier("source") : nil,
        document: requirement.optionalText("document"))
    }
  }

  private func policy(_ mapping: MappingReader) -> ServicePolicy {
    var policy = ServicePolicy()
    policy.fourEyes = mapping.boolean("four_eyes")
    policy.deemedApproved = mapping.boolean("deemed_approved")
    policy.domicileBound = mapping.boolean("domicile_bound")
    policy.offline = mapping.boolean("offline")
    policy.serviceGroup = mapping.optionalText("service_group")
    policy.retentionDays = mapping.integer("retention_days")
    policy.validityMonths = mapping.integer("validity_months")
    return policy
  }

  private func emits(_ mapping: MappingReader) -> LifeEventDeclaration? {
    guard let emits = mapping.mapping("emits", keys: ["event", "values"]) else { return nil }
    let kind: LifeEventKind = emits.choice("event", orElse: .birthNotified)
    return LifeEventDeclaration(
      kind: kind, values: Dictionary(emits.pairs("values").map { ($0.key, $0.value) }) { first, _ in first })
  }

  private func rules(_ mapping: MappingReader) -> [ServiceRule] {
    let keys: Set<String> = ["id", "kind", "field", "other_field", "value", "message"]
    return mapping.mappings("rules", named: "id", keys: keys).map { rule in
      if !rule.has("message") { rule.report.add(rule.place("message"), "is missing") }
      return ServiceRule(
        id: rule.text("id"), kind: rule.choice("kind", orElse: .atMost), field: rule.text("field"),
        otherField: rule.optionalText("other_field"), value: rule.optionalText("value"),
        message: rule.localizedValue("message") ?? LocalizedText(indonesian: ""))
    }
  }
}

/// Complaint handling: the agency's, with what a service says otherwise.
struct ComplaintsReader {
  private static let keys: Set<String> = ["unit", "phone", "email", "procedure"]
  private let defaults: MappingReader?

  init(_ agency: MappingReader) {
    defaults = agency.mapping("complaints", keys: ComplaintsReader.keys)
  }

  func complaints(_ service: MappingReader) -> Complaints {
    let own = service.mapping("complaints", keys: ComplaintsReader.keys)
    func text(_ key: String) -> String { own?.optionalText(key) ?? defaults?.optionalText(key) ?? "" }
    let procedure = own?.localizedValue("procedure") ?? defaults?.localizedValue("procedure")
    return Complaints(
      unit: text("unit"), phone: text("phone"), email: text("email"),
      procedure: procedure ?? LocalizedText(indonesian: ""))
  }
}
