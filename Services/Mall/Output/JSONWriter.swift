/// Writes JSON for people (indented by two spaces) or for lines of a log (on one line).
struct JSONWriter {
  enum Layout {
    case indented, oneLine
  }

  private var text = ""
  private let layout: Layout

  static func text(_ value: JSONValue, _ layout: Layout = .indented) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(value, depth: 0)
    return writer.text
  }

  private init(layout: Layout) {
    self.layout = layout
  }

  private mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .string(let value): write(quoted: value)
    case .array(let values):
      writeList(values, between: ("[", "]"), depth: depth) { writer, value in
        writer.write(value, depth: depth + 1)
      }
    case .members(let members):
      writeList(members, between: ("{", "}"), depth: depth) { writer, member in
        writer.write(quoted: member.name)
        writer.text += writer.layout == .indented ? ": " : ":"
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func writeList<Item>(
    _ items: [Item], between brackets: (String, String), depth: Int,
    _ writeItem: (inout JSONWriter, Item) -> Void
  ) {
    text += brackets.0
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      startLine(depth: depth + 1)
      writeItem(&self, item)
    }
    if !items.isEmpty { startLine(depth: depth) }
    text += brackets.1
  }

  private mutating func startLine(depth: Int) {
    guard layout == .indented else { return }
    text += "\n" + String(repeating: "  ", count: depth)
  }

  /// RFC 8259, section 7: quotation mark, reverse solidus and control characters are escaped; all else stays as it is.
  private mutating func write(quoted value: String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case let control where control.value < 0x20 || control.value == 0x7f:
        let digits = String(control.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
