/// One thing shown in full: a title, and labelled texts below it, wrapped to the page.
struct Sheet {
  private enum Part {
    case title(String)
    case entry(label: String, text: String)
    case section(String)
    case block(String)
  }

  private static let longestLabel = 24
  private var parts: [Part] = []

  init(_ title: String) {
    parts.append(.title(title))
  }

  /// Adds a labelled text; an empty one is left out.
  mutating func add(_ label: String, _ text: String) {
    guard !text.isEmpty else { return }
    parts.append(.entry(label: label, text: text))
  }

  /// Starts a section of a title of its own.
  mutating func section(_ title: String) {
    parts.append(.section(title))
  }

  /// Adds lines that are laid out already, such as a table.
  mutating func add(block: String) {
    parts.append(.block(block))
  }

  func text(width: Int = Table.pageWidth) -> String {
    var lines: [String] = []
    for (index, part) in parts.enumerated() {
      switch part {
      case .title(let title):
        let wrapped = TextWrapping.lines(of: title, width: width)
        lines += wrapped
        lines.append(String(repeating: "═", count: min(width, wrapped.map(\.count).max() ?? 0)))
      case .section(let title):
        lines += ["", title, String(repeating: "─", count: title.count)]
      case .block(let block):
        lines.append(block)
      case .entry(let label, let text):
        let column = labelColumn(around: index)
        let texts = TextWrapping.lines(of: text, width: width - column)
        for (number, line) in texts.enumerated() {
          let start = number == 0 ? label : ""
          let padding = String(repeating: " ", count: max(1, column - start.count))
          lines.append(TextWrapping.trimmingEnd(start + padding + line))
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The width of the labels of one section.
  private func labelColumn(around index: Int) -> Int {
    func startsSection(_ part: Part) -> Bool {
      if case .section = part { true } else { false }
    }
    let start = parts[..<index].lastIndex(where: startsSection) ?? 0
    let end = parts[index...].firstIndex(where: startsSection) ?? parts.endIndex
    let labels = parts[start..<end].compactMap { part in
      if case .entry(let label, _) = part { label.count } else { nil }
    }
    return min(labels.max() ?? 0, Self.longestLabel) + 2
  }
}
