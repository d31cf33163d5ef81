/// The rules of a form: each field says what its type needs, and nothing that means nothing for it.
enum FormCheck {
  static func issues(_ form: [FormField]) -> [CatalogueIssue] {
    var issues = IssueList()
    issues.count(form.count, 1...CatalogueLimits.fieldsPerForm, "form")
    issues.unique(form.map(\.id), "form")
    for (index, field) in form.enumerated() {
      issues.add(FormCheck.issues(field, earlier: form[..<index]).map { $0.under("form[\(field.id)]") })
    }
    if !form.contains(where: { $0.opensApplication && $0.isRequired && $0.condition == nil }) {
      issues.add(
        "form",
        "needs a required question whose answer opens the application: of type nik or phone, or with opens: true")
    }
    return issues.all
  }

  private static func issues(_ field: FormField, earlier: ArraySlice<FormField>) -> [CatalogueIssue] {
    var issues = IssueList()
    issues.slug(field.id, "id")
    issues.require(name: field.label, "label")
    if let group = field.group { issues.slug(group, "group") }
    if let hint = field.hint { issues.require(hint, "hint") }
    checkOptions(field, &issues)
    checkText(field, &issues)
    checkBounds(field, &issues)
    if field.isOpening, !opening.contains(field.type) {
      issues.add("opens", "only belongs to the types text, date, nkk and email")
    }
    if let condition = field.condition { check(condition, earlier, &issues) }
    if let example = field.example, !accepts(example, field) {
      issues.add("example", "the field itself does not accept it")
    }
    return issues.all
  }

  /// Types with values that nobody guesses at once. `nik` and `phone` open by themselves.
  private static let opening: Set<FormField.FieldType> = [.text, .date, .nkk, .email]

  private static func checkOptions(_ field: FormField, _ issues: inout IssueList) {
    guard field.type == .enumeration else {
      if !field.options.isEmpty { issues.add("options", "only belong to the type enum") }
      return
    }
    issues.count(field.options.count, 1...CatalogueLimits.optionsPerField, "options")
    issues.unique(field.options.map(\.value), "options")
    for (index, option) in field.options.enumerated() {
      let place = "options[\(index + 1)]"
      if !isOption(option.value) {
        issues.add(place, "letters and digits are expected, in words joined by single hyphens")
      }
      issues.require(option.label, place, upTo: CatalogueLimits.nameCharacters)
    }
  }

  private static func isOption(_ text: String) -> Bool {
    text.count <= CatalogueLimits.nameCharacters
      && text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
        !word.isEmpty
          && word.utf8.allSatisfy { Digits.isDigit($0) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
      }
  }

  private static func checkText(_ field: FormField, _ issues: inout IssueList) {
    guard field.type == .text else {
      if field.maxLength != nil { issues.add("max_length", "only belongs to the type text") }
      if field.pattern != nil { issues.add("pattern", "only belongs to the type text") }
      return
    }
    if field.maxLength == nil { issues.add("max_length", "is missing; a text needs it") }
    issues.range(field.maxLength, 1...FormLimits.textCharacters, "max_length")
    guard let pattern = field.pattern else { return }
    issues.require(pattern, "pattern", upTo: CatalogueLimits.patternCharacters)
    do {
      _ = try TextPattern(pattern)
    } catch {
      issues.add("pattern", "can't be read: \(error)")
    }
  }

  private static func checkBounds(_ field: FormField, _ issues: inout IssueList) {
    for (name, bound) in [("min", field.minimum), ("max", field.maximum)] {
      guard let bound else { continue }
      switch field.type {
      case .integer, .money: if Int(bound) == nil { issues.add(name, "a whole number is expected") }
      case .date:
        if bound != "today", LocalDate(bound) == nil { issues.add(name, "a date YYYY-MM-DD or today is expected") }
      case .time: if LocalTime(bound) == nil { issues.add(name, "a time HH:MM is expected") }
      default: issues.add(name, "only belongs to numbers, dates and times")
      }
    }
    guard let minimum = field.minimum, let maximum = field.maximum else { return }
    let areReversed =
      if let low = Int(minimum), let high = Int(maximum) { low > high } else {
        minimum != "today" && maximum != "today" && minimum > maximum
      }
    if areReversed { issues.add("min", "is greater than max") }
  }

  /// A form is filled from top to bottom, so what decides comes before what depends on it.
  private static func check(
    _ condition: FormField.Condition, _ earlier: ArraySlice<FormField>, _ issues: inout IssueList
  ) {
    guard let other = earlier.first(where: { $0.id == condition.field }) else {
      issues.add("when.field", "\"\(condition.field)\" is no earlier field of the form")
      return
    }
    issues.count(condition.values.count, 1...CatalogueLimits.entriesPerList, "when.values")
    guard let possible = other.possibleValues else {
      issues.add("when.field", "\"\(condition.field)\" is neither an enum nor a boolean")
      return
    }
    for value in condition.values where !possible.contains(value) {
      issues.add("when.values", "\"\(value)\" is no value of \"\(condition.field)\"")
    }
  }

  private static func accepts(_ example: String, _ field: FormField) -> Bool {
    switch field.type {
    case .text where field.pattern.map { (try? TextPattern($0)) == nil } == true:
      // The pattern is what is wrong.
      return true
    case .date, .village, .file:
      // What they accept depends on the day, the area table and the file.
      return field.type == .date && LocalDate(example) != nil
    default:
      guard let noAreas = try? AreaTable(csv: "code,level,name,parent") else { return true }
      let reader = FieldText(field: field, areas: noAreas, today: LocalDate(dayNumber: 0))
      return (try? reader.canonical(example)) != nil
    }
  }
}

extension FormField {
  /// The values that a closed question can have; nil for an open one.
  var possibleValues: [String]? {
    switch type {
    case .enumeration: options.map(\.value)
    case .boolean: ["true", "false"]
    default: nil
    }
  }
}
