/// What is found while one file is read: its errors, and the line of each field.
///
/// It lives as long as one reading and is shared by its readers.
final class ReadingReport {
  let file: String
  private(set) var errors: [CatalogueError] = []
  private var seen: Set<CatalogueError> = []
  private var lines: [String: Int] = [:]

  init(file: String) {
    self.file = file
  }

  /// All errors by line.
  var result: CatalogueErrors {
    let sorted = errors.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
    return CatalogueErrors(sorted.map(\.element))
  }

  /// Remembers where a field stands; the first time counts.
  func note(_ field: String, line: Int) {
    if lines[field] == nil { lines[field] = line }
  }

  /// Keeps an error once, and the first `CatalogueLimits.reportedErrors` of a file.
  func add(_ field: String, _ text: String, line: Int? = nil) {
    let error = CatalogueError(file: file, line: line ?? self.line(of: field), field: field, text: text)
    if errors.count < CatalogueLimits.reportedErrors, seen.insert(error).inserted { errors.append(error) }
  }

  /// The issue with its line; what a service has from its agency is reported where the agency says it.
  func error(_ issue: CatalogueIssue) -> CatalogueError {
    var field = issue.field
    for inherited in ["complaints", "steps"] {
      guard let range = ReadingReport.range(of: inherited, inService: field),
        lines[String(field[..<range.upperBound])] == nil
      else { continue }
      field = String(field[range.lowerBound...])
    }
    return CatalogueError(file: file, line: line(of: field), field: field, text: issue.text)
  }

  /// Whether an error that was reported already may be the cause of another: it concerns the same field, or one beside
  /// it in the same small group.
  func covers(_ field: String) -> Bool {
    let group = ReadingReport.parent(of: field)
    let isSmallGroup = !group.isEmpty && !ReadingReport.isService(group)
    return errors.contains { error in
      error.field == field || error.field.hasPrefix(field + ".") || error.field.hasPrefix(field + "[")
        || (isSmallGroup && ReadingReport.parent(of: error.field) == group)
    }
  }

  /// The line of a field, or of the nearest thing around it that stands in the file.
  private func line(of field: String) -> Int {
    var place = field
    while !place.isEmpty {
      if let line = lines[place] { return line }
      place = ReadingReport.parent(of: place)
    }
    return lines[""] ?? 1
  }

  /// `services[a.b].form[c].type` → `services[a.b].form[c]` → `services[a.b].form` → `services[a.b]`.
  private static func parent(of field: String) -> String {
    var depth = 0
    for index in field.indices.reversed() {
      switch field[index] {
      case "]": depth += 1
      case "[":
        depth -= 1
        if depth == 0 { return String(field[..<index]) }
      case "." where depth == 0: return String(field[..<index])
      default: break
      }
    }
    return ""
  }

  /// Where a key of a service stands in a field.
  private static func range(of key: String, inService field: String) -> Range<String.Index>? {
    guard let end = field.firstIndex(of: "]"), isService(String(field[...end])) else { return nil }
    let rest = field[field.index(after: end)...].dropFirst()
    guard rest.hasPrefix(key) else { return nil }
    return rest.startIndex..<rest.index(rest.startIndex, offsetBy: key.count)
  }

  private static func isService(_ field: String) -> Bool {
    field.hasPrefix("services[") && field.firstIndex(of: "]") == field.indices.last
  }
}
