/// Writes values as one text that is the same for the same values and another for any others.
///
/// Each entry is its name, the length of its value in bytes and the value: no two lists of entries write the same.
struct CanonicalText {
  private(set) var text = ""

  mutating func add(_ name: String, _ value: String) {
    text += "\(name):\(value.utf8.count):\(value)\n"
  }

  /// A value that may be missing writes nothing, which differs from an empty one.
  mutating func add(_ name: String, _ value: String?) {
    if let value { add(name, value) }
  }

  mutating func add(_ name: String, _ value: Bool) {
    add(name, value ? "true" : "false")
  }

  mutating func add(_ name: String, _ value: LocalizedText) {
    add("\(name).id", value.indonesian)
    add("\(name).en", value.english)
  }

  mutating func add(_ name: String, _ values: [String]) {
    add("\(name).count", String(values.count))
    for value in values { add(name, value) }
  }

  /// A part within: its text stands as one value.
  mutating func add<Element>(_ name: String, _ elements: [Element], _ write: (Element, inout CanonicalText) -> Void) {
    add("\(name).count", String(elements.count))
    for element in elements {
      var part = CanonicalText()
      write(element, &part)
      add(name, part.text)
    }
  }
}

extension PublicService {
  /// Everything that the service says, as one text; its hash names this version of the service for ever.
  package var canonicalText: String {
    var all = CanonicalText()
    all.add("format", "1")
    for part in CatalogueChange.Part.ofService { all.add(part.rawValue, canonicalText(of: part)) }
    return all.text
  }

  /// One part of it.
  func canonicalText(of part: CatalogueChange.Part) -> String {
    var text = CanonicalText()
    switch part {
    case .fee: write(fee, &text)
    case .form: writeForm(&text)
    case .output:
      text.add("output", output)
      text.add("issues", issues)
      text.add("validity", policy.validityMonths.map { String($0) })
    case .queries: break
    case .rest: writeRest(&text)
    }
    return text.text
  }

  private func write(_ fee: Fee, _ text: inout CanonicalText) {
    text.add("kind", fee.kind.rawValue)
    text.add("amount", fee.amount.map { String($0.amount) })
    text.add("note", fee.note)
    guard let rule = fee.rule else { return }
    text.add("rule.field", rule.field)
    text.add("rule.cases", rule.cases) { entry, part in
      part.add("value", entry.value)
      part.add("amount", String(entry.amount.amount))
    }
    text.add("rule.otherwise", String(rule.otherwise.amount))
    text.add("rule.times", rule.timesField)
  }

  private func writeForm(_ text: inout CanonicalText) {
    text.add("fields", form) { field, part in
      part.add("id", field.id)
      part.add("label", field.label)
      part.add("type", field.type.rawValue)
      part.add("required", field.isRequired)
      part.add("options", field.options) { option, inner in
        inner.add("value", option.value)
        inner.add("label", option.label)
      }
      part.add("max_length", field.maxLength.map { String($0) })
      part.add("pattern", field.pattern)
      part.add("min", field.minimum)
      part.add("max", field.maximum)
      part.add("group", field.group)
      if let hint = field.hint { part.add("hint", hint) }
      part.add("example", field.example)
      if field.isOpening { part.add("opens", true) }
      part.add("when", field.condition?.field)
      part.add("when.values", field.condition?.values ?? [])
    }
    text.add("subjects", subjects) { subject, part in
      part.add("role", subject.role)
      part.add("field", subject.field)
    }
  }

  private func writeRest(_ text: inout CanonicalText) {
    text.add("code", code.text)
    text.add("name", name)
    text.add("category", category.rawValue)
    text.add("life_events", lifeEvents.map(\.rawValue))
    text.add("description", description)
    text.add("legal_basis", legalBasis)
    text.add("requirements", requirements) { requirement, part in
      part.add("id", requirement.id)
      part.add("name", requirement.name)
      part.add("kind", requirement.kind.rawValue)
      part.add("required", requirement.isRequired)
      part.add("source", requirement.source?.text)
      part.add("document", requirement.document)
    }
    switch serviceLevel {
    case .workingDays(let days): text.add("working_days", String(days))
    case .workingMinutes(let minutes): text.add("working_minutes", String(minutes))
    }
    text.add("channels", channels.map(\.rawValue))
    text.add("steps", steps) { step, part in part.add("step", step) }
    text.add("complaints", [complaints.unit, complaints.phone, complaints.email])
    text.add("complaints.procedure", complaints.procedure)
    text.add("keywords", keywords)
    text.add("four_eyes", policy.fourEyes)
    text.add("deemed_approved", policy.deemedApproved)
    text.add("domicile_bound", policy.domicileBound)
    text.add("offline", policy.offline)
    text.add("service_group", policy.serviceGroup)
    if let emits {
      text.add("emits", emits.kind.rawValue)
      text.add("emits.values", emits.values.sorted { $0.key < $1.key }) { value, part in
        part.add("name", value.key)
        part.add("field", value.value)
      }
    }
    text.add("retention_days", policy.retentionDays.map { String($0) })
    text.add("rules", rules) { rule, part in
      part.add("id", rule.id)
      part.add("kind", rule.kind.rawValue)
      part.add("field", rule.field)
      part.add("other_field", rule.otherField)
      part.add("value", rule.value)
      part.add("message", rule.message)
    }
  }
}

extension QueryDeclaration {
  /// What an agency answers and asks, as one text.
  package static func canonicalText(_ queries: [QueryDeclaration]) -> String {
    var text = CanonicalText()
    text.add("queries", queries) { query, part in
      part.add("fact", query.fact)
      part.add("direction", query.direction.rawValue)
      part.add("purposes", query.purposes)
      part.add("roles", query.roles)
    }
    return text.text
  }
}
