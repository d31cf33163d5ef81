/// Rows for people: aligned columns that fit the width of a page, in which no word is lost.
struct Table {
  enum Alignment {
    case left, right
  }

  struct Column {
    var title: String
    var alignment = Alignment.left
    /// Columns that may wrap when the table is too wide; others keep their natural width.
    var wraps = false

    init(_ title: String, alignment: Alignment = .left, wraps: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.wraps = wraps
    }
  }

  /// Characters of a page.
  static let pageWidth = 100
  private static let gap = "  "
  /// No column wraps below this width: words would be torn more often than not.
  private static let narrowest = 12

  var columns: [Column]
  var rows: [[String]] = []

  init(_ columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  func text(width: Int = pageWidth) -> String {
    let widths = columnWidths(in: width)
    var lines = layOut(columns.map(\.title), widths)
    lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap))
    for row in rows {
      lines += layOut(row, widths)
    }
    return lines.joined(separator: "\n")
  }

  /// Natural widths; where their sum is too much, the widest wrapping column gives way, a character at a time.
  private func columnWidths(in width: Int) -> [Int] {
    var widths = columns.indices.map { column in
      rows.reduce(columns[column].title.count) { widest, row in
        max(widest, row.indices.contains(column) ? row[column].count : 0)
      }
    }
    let gaps = Self.gap.count * max(0, columns.count - 1)
    while widths.reduce(gaps, +) > width {
      let wrapping = columns.indices.filter { columns[$0].wraps && widths[$0] > Self.narrowest }
      guard let widest = wrapping.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private func layOut(_ row: [String], _ widths: [Int]) -> [String] {
    let cells = widths.indices.map { column in
      row.indices.contains(column) ? TextWrapping.lines(of: row[column], width: widths[column]) : []
    }
    let height = cells.map(\.count).max() ?? 0
    return (0..<max(1, height)).map { line in
      let parts = cells.indices.map { column in
        let text = cells[column].indices.contains(line) ? cells[column][line] : ""
        let padding = String(repeating: " ", count: max(0, widths[column] - text.count))
        return columns[column].alignment == .right ? padding + text : text + padding
      }
      return TextWrapping.trimmingEnd(parts.joined(separator: Self.gap))
    }
  }
}

/// Breaks text into lines at spaces.
enum TextWrapping {
  static func lines(of text: String, width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrap($0, width: max(1, width)) }
  }

  static func trimmingEnd(_ line: String) -> String {
    var end = line[...]
    while end.last == " " { end.removeLast() }
    return String(end)
  }

  private static func wrap(_ line: Substring, width: Int) -> [String] {
    var lines: [String] = []
    var current = ""
    for word in line.split(separator: " ") {
      var rest = word
      if !current.isEmpty, current.count + 1 + rest.count <= width {
        current += " " + rest
        continue
      }
      if !current.isEmpty { lines.append(current) }
      // A word longer than a line is torn; nothing is lost.
      while rest.count > width {
        lines.append(String(rest.prefix(width)))
        rest = rest.dropFirst(width)
      }
      current = String(rest)
    }
    lines.append(current)
    return lines
  }
}
