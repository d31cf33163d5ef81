/// A table as text: a header line, then a line a row, with cells between commas (RFC 4180).
///
/// Quoted cells may hold commas, doubled quotes and line ends.
struct CommaSeparatedTable {
  /// Where a table can't be read, and why, in words for whoever edits it.
  struct Fault: Error, Hashable, CustomStringConvertible {
    var line: Int
    var reason: String

    var description: String { "line \(line): \(reason)" }

    var refusal: Refusal {
      Refusal(.invalidArgument, Message(.tableInvalid, String(line), reason))
    }
  }

  struct Row {
    var line: Int
    var cells: [String]
  }

  let rows: [Row]

  /// - Parameter header: the columns that the table must have, in this order.
  init(_ text: String, header: [String]) throws(Fault) {
    let lines = try CommaSeparatedTable.lines(of: text)
    guard let first = lines.first, first.cells == header else {
      throw Fault(line: 1, reason: "the header must be \(header.joined(separator: ","))")
    }
    rows = Array(lines.dropFirst())
    for row in rows where row.cells.count != header.count {
      throw Fault(line: row.line, reason: "\(header.count) cells expected, \(row.cells.count) found")
    }
  }

  private static func lines(of text: String) throws(Fault) -> [Row] {
    var rows: [Row] = []
    var cells: [String] = []
    var cell = ""
    var line = 1
    var firstLine = 1
    var quoted = false
    var closedQuote = false
    func isEmptyLine() -> Bool { cells.isEmpty && cell.isEmpty && !closedQuote }

    for character in text {
      if quoted {
        if character == "\"" { (quoted, closedQuote) = (false, true) } else { cell.append(character) }
        if character.isNewline { line += 1 }
        continue
      }
      switch character {
      case "\"" where cell.isEmpty && !closedQuote: quoted = true
      case "\"" where closedQuote:
        cell.append("\"")
        (quoted, closedQuote) = (true, false)
      case ",":
        cells.append(cell)
        (cell, closedQuote) = ("", false)
      case _ where character.isNewline:
        if !isEmptyLine() { rows.append(Row(line: firstLine, cells: cells + [cell])) }
        (cells, cell, closedQuote) = ([], "", false)
        line += 1
        firstLine = line
      case _ where closedQuote: throw Fault(line: line, reason: "text follows a closing quote")
      default: cell.append(character)
      }
    }
    guard !quoted else { throw Fault(line: firstLine, reason: "a quote is not closed") }
    if !isEmptyLine() { rows.append(Row(line: firstLine, cells: cells + [cell])) }
    return rows
  }
}
