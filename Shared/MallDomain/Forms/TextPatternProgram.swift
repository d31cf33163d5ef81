/// The states of a pattern, and their simulation (R. Cox, "Regular Expression Matching Can Be Simple And Fast").
struct TextPatternProgram: Sendable {
  /// What one scalar of the text must be.
  struct Class: Hashable, Sendable {
    var ranges: [ClosedRange<Unicode.Scalar>]
    var isNegated = false

    static let any = Class(ranges: [], isNegated: true)

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  enum State: Sendable {
    case take(Class, next: Int)
    case split(Int, Int)
    case accept
  }

  private let states: [State]
  private let start: Int

  init(_ source: String) throws(TextPattern.Fault) {
    var parser = TextPatternParser(source)
    let tree = try parser.parse()
    var builder = Builder()
    let accept = try builder.add(.accept)
    start = try builder.build(tree, next: accept)
    states = builder.states
  }

  func matches(_ text: some Sequence<Unicode.Scalar>) -> Bool {
    var current = closure(of: [start])
    for scalar in text {
      var reached: [Int] = []
      for index in current {
        if case .take(let allowed, let next) = states[index], allowed.contains(scalar) { reached.append(next) }
      }
      guard !reached.isEmpty else { return false }
      current = closure(of: reached)
    }
    return current.contains { if case .accept = states[$0] { true } else { false } }
  }

  /// The states that are reached without taking a scalar, each once.
  private func closure(of roots: [Int]) -> [Int] {
    var seen = [Bool](repeating: false, count: states.count)
    var pending = roots
    var result: [Int] = []
    while let index = pending.popLast() {
      guard !seen[index] else { continue }
      seen[index] = true
      if case .split(let left, let right) = states[index] {
        pending.append(contentsOf: [left, right])
      } else {
        result.append(index)
      }
    }
    return result
  }

  /// Writes the states of a tree from its end to its start.
  private struct Builder {
    var states: [State] = []

    mutating func add(_ state: State) throws(TextPattern.Fault) -> Int {
      guard states.count < TextPattern.maximumStates else { throw TextPattern.Fault(description: "too large") }
      states.append(state)
      return states.count - 1
    }

    mutating func build(_ tree: TextPatternTree, next: Int) throws(TextPattern.Fault) -> Int {
      switch tree {
      case .take(let allowed):
        return try add(.take(allowed, next: next))
      case .sequence(let items):
        var start = next
        for item in items.reversed() { start = try build(item, next: start) }
        return start
      case .choice(let options):
        var start: Int?
        for option in options.reversed() {
          let branch = try build(option, next: next)
          start = try start.map { other throws(TextPattern.Fault) in try add(.split(branch, other)) } ?? branch
        }
        return start ?? next
      case .repetition(let item, let minimum, let maximum):
        return try buildRepetition(item, minimum: minimum, maximum: maximum, next: next)
      }
    }

    private mutating func buildRepetition(
      _ item: TextPatternTree, minimum: Int, maximum: Int?, next: Int
    ) throws(TextPattern.Fault) -> Int {
      var start = next
      if let maximum {
        for _ in 0..<(maximum - minimum) {
          start = try add(.split(try build(item, next: start), next))
        }
      } else {
        let loop = try add(.split(next, next))
        states[loop] = .split(try build(item, next: loop), next)
        start = loop
      }
      for _ in 0..<minimum { start = try build(item, next: start) }
      return start
    }
  }
}
