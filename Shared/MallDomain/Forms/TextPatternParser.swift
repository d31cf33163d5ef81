/// What a pattern says, before it is states.
indirect enum TextPatternTree {
  case take(TextPatternProgram.Class)
  case sequence([TextPatternTree])
  case choice([TextPatternTree])
  case repetition(TextPatternTree, minimum: Int, maximum: Int?)
}

/// Reads a pattern by recursive descent, groups nested at most `maximumDepth` deep.
struct TextPatternParser {
  private static let maximumDepth = 20
  private static let maximumCount = 1_000
  private static let digits = "0"..."9" as ClosedRange<Unicode.Scalar>
  private static let special = Set("()[]{}|?*+.^$\\".unicodeScalars)

  private var rest: ArraySlice<Unicode.Scalar>
  private var depth = 0

  init(_ source: String) {
    var scalars = Array(source.unicodeScalars)[...]
    if scalars.first == "^" { scalars = scalars.dropFirst() }
    if scalars.last == "$", scalars.dropLast().last != "\\" { scalars = scalars.dropLast() }
    rest = scalars
  }

  mutating func parse() throws(TextPattern.Fault) -> TextPatternTree {
    let tree = try choice()
    guard rest.isEmpty else { throw TextPattern.Fault(description: "a ) closes nothing") }
    return tree
  }

  private mutating func choice() throws(TextPattern.Fault) -> TextPatternTree {
    var options = [try sequence()]
    while take("|") { options.append(try sequence()) }
    return options.count == 1 ? options[0] : .choice(options)
  }

  private mutating func sequence() throws(TextPattern.Fault) -> TextPatternTree {
    var items: [TextPatternTree] = []
    while let next = rest.first, next != "|", next != ")" {
      items.append(try repetition(of: try item()))
    }
    return .sequence(items)
  }

  private mutating func item() throws(TextPattern.Fault) -> TextPatternTree {
    guard let scalar = rest.popFirst() else { throw TextPattern.Fault(description: "it ends too early") }
    switch scalar {
    case "(":
      depth += 1
      defer { depth -= 1 }
      guard depth <= TextPatternParser.maximumDepth else { throw TextPattern.Fault(description: "too many groups") }
      if rest.starts(with: "?:".unicodeScalars) { rest = rest.dropFirst(2) }
      let group = try choice()
      guard take(")") else { throw TextPattern.Fault(description: "a ( is not closed") }
      return group
    case "[": return .take(try bracket())
    case ".": return .take(.any)
    case "\\": return .take(try escape())
    case _ where TextPatternParser.special.contains(scalar):
      throw TextPattern.Fault(description: "\(scalar) can't stand there")
    default: return .take(.init(ranges: [scalar...scalar]))
    }
  }

  private mutating func repetition(of item: TextPatternTree) throws(TextPattern.Fault) -> TextPatternTree {
    if take("?") { return .repetition(item, minimum: 0, maximum: 1) }
    if take("*") { return .repetition(item, minimum: 0, maximum: nil) }
    if take("+") { return .repetition(item, minimum: 1, maximum: nil) }
    guard take("{") else { return item }
    guard let minimum = number() else { throw TextPattern.Fault(description: "a number must follow {") }
    var maximum: Int? = minimum
    if take(",") { maximum = number() }
    guard take("}") else { throw TextPattern.Fault(description: "a { is not closed") }
    guard maximum.map({ $0 >= minimum }) ?? true else {
      throw TextPattern.Fault(description: "in {n,m} m is below n")
    }
    return .repetition(item, minimum: minimum, maximum: maximum)
  }

  private mutating func number() -> Int? {
    let digits = rest.prefix { TextPatternParser.digits.contains($0) }
    rest = rest.dropFirst(digits.count)
    return Digits.value(of: digits.map { UInt8(truncatingIfNeeded: $0.value) }).map {
      min($0, TextPatternParser.maximumCount)
    }
  }

  private mutating func bracket() throws(TextPattern.Fault) -> TextPatternProgram.Class {
    var result = TextPatternProgram.Class(ranges: [])
    result.isNegated = take("^")
    while let scalar = rest.popFirst() {
      if scalar == "]" {
        guard !result.ranges.isEmpty else { throw TextPattern.Fault(description: "a class is empty") }
        return result
      }
      let first = scalar == "\\" ? try escape() : .init(ranges: [scalar...scalar])
      guard rest.first == "-", rest.dropFirst().first != "]", let low = first.ranges.first, first.ranges.count == 1
      else {
        result.ranges += first.ranges
        continue
      }
      rest = rest.dropFirst()
      guard let high = rest.popFirst(), high != "\\", low.lowerBound <= high else {
        throw TextPattern.Fault(description: "a range in a class is wrong")
      }
      result.ranges.append(low.lowerBound...high)
    }
    throw TextPattern.Fault(description: "a [ is not closed")
  }

  private mutating func escape() throws(TextPattern.Fault) -> TextPatternProgram.Class {
    guard let scalar = rest.popFirst() else { throw TextPattern.Fault(description: "it ends with \\") }
    switch scalar {
    case "d": return .init(ranges: [TextPatternParser.digits])
    case "w": return .init(ranges: [TextPatternParser.digits, "A"..."Z", "a"..."z", "_"..."_"])
    case "s": return .init(ranges: [" "..." ", "\t"..."\r"])
    case "A"..."Z", "a"..."z", "0"..."9": throw TextPattern.Fault(description: "\\\(scalar) is not known")
    default: return .init(ranges: [scalar...scalar])
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest = rest.dropFirst()
    return true
  }
}
