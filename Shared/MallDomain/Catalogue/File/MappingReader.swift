import Yams

/// Reads one mapping of a catalogue file, key by key, and reports what is missing, misspelt or of the wrong kind.
///
/// A mistake gives a substitute, so that reading goes on and finds the others.
struct MappingReader {
  /// The mapping's own field, "" for the file.
  let field: String
  let report: ReadingReport
  private let values: [String: Node]

  /// Nil, and reported, where the node is no mapping.
  init?(_ node: Node, field: String, keys: Set<String>, report: ReadingReport) {
    self.field = field
    self.report = report
    report.note(field, line: node.mark?.line ?? 1)
    guard let mapping = node.mapping else {
      report.add(field, "a mapping of keys and values is expected")
      return nil
    }
    var values: [String: Node] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      let place = MappingReader.join(field, name)
      report.note(place, line: key.mark?.line ?? value.mark?.line ?? 1)
      if !keys.contains(name) {
        report.add(place, "unknown key; known here: \(keys.sorted().joined(separator: ", "))")
      } else if !MappingReader.isNull(value) {
        values[name] = value
      }
    }
    self.values = values
  }

  func has(_ key: String) -> Bool { values[key] != nil }

  func place(_ key: String) -> String { MappingReader.join(field, key) }

  // MARK: - Scalars

  func text(_ key: String) -> String {
    guard let text = optionalText(key) else {
      if !has(key) { report.add(place(key), "is missing") }
      return ""
    }
    return text
  }

  func optionalText(_ key: String) -> String? {
    guard let node = values[key] else { return nil }
    guard let scalar = node.scalar else {
      report.add(place(key), "a text is expected")
      return nil
    }
    return scalar.string
  }

  func integer(_ key: String) -> Int? {
    guard let text = optionalText(key) else { return nil }
    guard let number = Int(text) else {
      report.add(place(key), "a whole number is expected")
      return nil
    }
    return number
  }

  /// False where the key is missing.
  func boolean(_ key: String, isRequired: Bool = false) -> Bool {
    guard let text = isRequired ? text(key) : optionalText(key) else { return false }
    switch text {
    case "true": return true
    case "false": return false
    default:
      if has(key) { report.add(place(key), "true or false is expected") }
      return false
    }
  }

  /// One of an enumeration's names; its first where the text is none.
  func choice<Value: RawRepresentable & CaseIterable>(_ key: String, orElse substitute: Value) -> Value
  where Value.RawValue == String {
    let text = text(key)
    if has(key), values[key]?.scalar != nil { return choice(text, at: place(key)) ?? substitute }
    return substitute
  }

  func choices<Value: RawRepresentable & CaseIterable>(_ key: String) -> [Value] where Value.RawValue == String {
    texts(key).enumerated().compactMap { choice($1, at: "\(place(key))[\($0 + 1)]") }
  }

  private func choice<Value: RawRepresentable & CaseIterable>(_ text: String, at place: String) -> Value?
  where Value.RawValue == String {
    if let value = Value(rawValue: text) { return value }
    report.add(place, "one of these is expected: \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    return nil
  }

  func identifier<Value: TextIdentifier>(_ key: String) -> Value? {
    let text = text(key)
    guard !text.isEmpty else { return nil }
    do {
      return try Value(text)
    } catch {
      report.add(place(key), "\(error)")
      return nil
    }
  }

  // MARK: - Lists and mappings

  /// The nodes of a list; none where the key is missing.
  func list(_ key: String, isRequired: Bool = false) -> [Node] {
    guard let node = values[key] else {
      if isRequired { report.add(place(key), "is missing") }
      return []
    }
    guard let sequence = node.sequence else {
      report.add(place(key), "a list is expected")
      return []
    }
    return Array(sequence)
  }

  func texts(_ key: String, isRequired: Bool = false) -> [String] {
    list(key, isRequired: isRequired).enumerated().compactMap { index, node in
      let place = "\(place(key))[\(index + 1)]"
      report.note(place, line: node.mark?.line ?? 1)
      if let scalar = node.scalar, !MappingReader.isNull(node) { return scalar.string }
      report.add(place, "a text is expected")
      return nil
    }
  }

  func mapping(_ key: String, keys: Set<String>) -> MappingReader? {
    values[key].flatMap { MappingReader($0, field: place(key), keys: keys, report: report) }
  }

  /// The mappings of a list, each named by the value of its `name` key, or by its number.
  func mappings(_ key: String, named name: String, keys: Set<String>, isRequired: Bool = false) -> [MappingReader] {
    list(key, isRequired: isRequired).enumerated().compactMap { index, node in
      let own = node.mapping?.first { $0.key.scalar?.string == name }?.value.scalar?.string
      let label = own.flatMap { $0.isEmpty ? nil : $0 } ?? String(index + 1)
      return MappingReader(node, field: "\(place(key))[\(label)]", keys: keys, report: report)
    }
  }

  /// The pairs of a mapping with free keys, in the order of the file.
  func pairs(_ key: String) -> [(key: String, value: String)] {
    guard let node = values[key] else { return [] }
    guard let mapping = node.mapping else {
      report.add(place(key), "a mapping of keys and values is expected")
      return []
    }
    return mapping.compactMap { name, value in
      let place = MappingReader.join(place(key), name.scalar?.string ?? "")
      report.note(place, line: name.mark?.line ?? 1)
      guard let name = name.scalar?.string, let value = value.scalar?.string else {
        report.add(place, "a text is expected")
        return nil
      }
      return (name, value)
    }
  }

  // MARK: - Texts in two languages

  /// `name: …` with `name_en: …` beside it.
  func localized(_ key: String, isEnglishRequired: Bool = true) -> LocalizedText {
    let english = isEnglishRequired ? text("\(key)_en") : optionalText("\(key)_en")
    return LocalizedText(indonesian: text(key), english: english)
  }

  /// `key: {id: …, en: …}`, or a plain Indonesian text.
  func localizedValue(_ key: String) -> LocalizedText? {
    values[key].flatMap { MappingReader.localized($0, field: place(key), report: report) }
  }

  static func localized(_ node: Node, field: String, report: ReadingReport) -> LocalizedText? {
    report.note(field, line: node.mark?.line ?? 1)
    if let scalar = node.scalar { return LocalizedText(indonesian: scalar.string) }
    guard let reader = MappingReader(node, field: field, keys: ["id", "en"], report: report) else { return nil }
    return LocalizedText(indonesian: reader.text("id"), english: reader.optionalText("en"))
  }

  // MARK: -

  private static func join(_ field: String, _ key: String) -> String {
    field.isEmpty ? key : "\(field).\(key)"
  }

  /// An empty plain value or YAML's words for none.
  private static func isNull(_ node: Node) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }
}
