import Yams

/// Reads the form of a service.
enum FormReader {
  private static let keys: Set<String> = [
    "id", "label", "label_en", "type", "required", "options", "max_length", "pattern", "min", "max", "group", "hint",
    "example", "when", "opens",
  ]

  static func form(_ service: MappingReader) -> [FormField] {
    service.mappings("form", named: "id", keys: keys, isRequired: true).map(field)
  }

  private static func field(_ mapping: MappingReader) -> FormField {
    var field = FormField(
      id: mapping.text("id"), label: mapping.localized("label"), type: mapping.choice("type", orElse: .text),
      isRequired: mapping.boolean("required", isRequired: true))
    field.options = options(mapping)
    field.maxLength = mapping.integer("max_length")
    field.pattern = mapping.optionalText("pattern")
    field.minimum = mapping.optionalText("min")
    field.maximum = mapping.optionalText("max")
    field.group = mapping.optionalText("group")
    field.hint = mapping.localizedValue("hint")
    field.example = mapping.optionalText("example")
    field.isOpening = mapping.boolean("opens", isRequired: false)
    if let condition = mapping.mapping("when", keys: ["field", "values"]) {
      field.condition = FormField.Condition(
        field: condition.text("field"), values: condition.texts("values", isRequired: true))
    }
    return field
  }

  /// A plain value, which then labels itself, or `{value: …, id: …, en: …}`.
  private static func options(_ mapping: MappingReader) -> [FormField.Option] {
    mapping.list("options").enumerated().compactMap { index, node in
      let place = "\(mapping.place("options"))[\(index + 1)]"
      mapping.report.note(place, line: node.mark?.line ?? 1)
      if let scalar = node.scalar {
        return FormField.Option(value: scalar.string, label: LocalizedText(indonesian: label(scalar.string)))
      }
      guard let option = MappingReader(node, field: place, keys: ["value", "id", "en"], report: mapping.report) else {
        return nil
      }
      return FormField.Option(
        value: option.text("value"),
        label: LocalizedText(indonesian: option.text("id"), english: option.optionalText("en")))
    }
  }

  /// `cerai-hidup` reads as "Cerai hidup".
  private static func label(_ value: String) -> String {
    let words = String(value.map { $0 == "-" ? " " : $0 })
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}

/// Reads a fee and its rule.
enum FeeReader {
  static func fee(_ service: MappingReader) -> Fee {
    guard let fee = service.mapping("fee", keys: ["kind", "amount_idr", "note", "rule"]) else {
      if !service.has("fee") { service.report.add(service.place("fee"), "is missing") }
      return Fee(kind: .free, amount: .zero, note: "")
    }
    return Fee(
      kind: fee.choice("kind", orElse: .free), amount: amount(fee, "amount_idr"), note: fee.optionalText("note") ?? "",
      rule: rule(fee))
  }

  private static func rule(_ fee: MappingReader) -> FeeRule? {
    guard let rule = fee.mapping("rule", keys: ["field", "cases", "otherwise_idr", "times"]) else { return nil }
    let cases = rule.mappings("cases", named: "value", keys: ["value", "amount_idr"], isRequired: true).map { entry in
      FeeRule.Case(value: entry.text("value"), amount: requiredAmount(entry, "amount_idr"))
    }
    return FeeRule(
      field: rule.text("field"), cases: cases, otherwise: requiredAmount(rule, "otherwise_idr"),
      timesField: rule.optionalText("times"))
  }

  private static func amount(_ mapping: MappingReader, _ key: String) -> Rupiah? {
    mapping.integer(key).map { Rupiah(Int64($0)) }
  }

  private static func requiredAmount(_ mapping: MappingReader, _ key: String) -> Rupiah {
    if !mapping.has(key) { mapping.report.add(mapping.place(key), "is missing") }
    return amount(mapping, key) ?? .zero
  }
}
