/// A small random number generator whose whole sequence follows from its seed (SplitMix64, Steele, Lea and Flood 2014).
///
/// For synthetic data and simulations; never for secrets.
package struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  /// An independent sequence for each stream of the same seed, so that any part can be made without the parts before.
  package init(seed: UInt64, stream: UInt64) {
    state = SeededGenerator.mix(SeededGenerator.mix(seed &+ 0x9e37_79b9_7f4a_7c15) ^ stream)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return SeededGenerator.mix(state)
  }

  /// A bijection of 64-bit numbers in which each bit of the input changes half of the output's bits.
  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension RandomNumberGenerator {
  /// True in `percent` of a hundred cases.
  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }

  /// One of the values, each as often as its weight says; the last one where no weight is positive.
  mutating func weighted<Value>(_ first: (Value, weight: Int), _ others: (Value, weight: Int)...) -> Value {
    let choices = [first] + others
    let total = choices.reduce(0) { $0 + max(0, $1.weight) }
    var rest = total > 0 ? Int.random(in: 0..<total, using: &self) : 0
    for choice in choices {
      rest -= max(0, choice.weight)
      if rest < 0 { return choice.0 }
    }
    return choices[choices.count - 1].0
  }

  /// One of a list that is never empty.
  mutating func pick(_ words: WordList) -> String {
    words.all[Int.random(in: 0..<words.all.count, using: &self)]
  }
}

/// A list with at least one word, written as one text.
struct WordList: Sendable {
  let all: [String]

  init(_ first: String, _ more: String) {
    all = [first] + more.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
