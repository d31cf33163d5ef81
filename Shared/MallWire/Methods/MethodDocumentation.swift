import MallDomain

extension MethodTable {
  /// The table as docs/protocol.md shows it; a test compares the two.
  package static var documentation: String {
    let heading = """
      | method | who may call | answered by | class | signed | idempotent | audit |
      |---|---|---|---|---|---|---|
      """
    let lines = rows.map { row in
      let callers =
        row.callers == Set(Role.allCases)
        ? "everyone" : row.callers.map(\.rawValue).sorted().joined(separator: ", ")
      return "| `\(row.method.rawValue)` | \(callers) | \(row.answeredBy.rawValue) | \(row.requestClass.rawValue)"
        + " | \(row.isSigned ? "yes" : "") | \(row.isIdempotent ? "yes" : "") | \(row.audit.rawValue) |"
    }
    return ([heading] + lines).joined(separator: "\n")
  }
}
