/// The likeness of two words by their common letters and a common beginning (Jaro 1989, Winkler 1990): the measure that
/// statistical offices link records of people with.
package enum JaroWinkler {
  /// What each common letter at the beginning adds, of what is missing to 1.
  private static let beginningWeight = 0.1
  private static let longestBeginning = 4

  /// From 0, nothing in common, to 1, the same.
  package static func likeness(_ first: String, _ second: String) -> Double {
    let (one, other) = (Array(first), Array(second))
    guard !one.isEmpty, !other.isEmpty else { return one.isEmpty && other.isEmpty ? 1 : 0 }
    let jaro = jaro(one, other)
    let beginning = zip(one, other).prefix(longestBeginning).prefix { $0 == $1 }.count
    return jaro + Double(beginning) * beginningWeight * (1 - jaro)
  }

  private static func jaro(_ one: [Character], _ other: [Character]) -> Double {
    // Letters count as common when they stand no farther apart than this.
    let reach = max(0, max(one.count, other.count) / 2 - 1)
    var taken = Array(repeating: false, count: other.count)
    var common: [Character] = []
    for (place, letter) in one.enumerated() {
      let first = max(0, place - reach)
      let last = min(other.count - 1, place + reach)
      guard first <= last, let match = (first...last).first(where: { !taken[$0] && other[$0] == letter }) else {
        continue
      }
      taken[match] = true
      common.append(letter)
    }
    guard !common.isEmpty else { return 0 }
    let inOrderOfOther = other.indices.filter { taken[$0] }.map { other[$0] }
    let displaced = zip(common, inOrderOfOther).count { $0 != $1 }
    let matches = Double(common.count)
    return
      (matches / Double(one.count) + matches / Double(other.count)
      + (matches - Double(displaced / 2)) / matches) / 3
  }
}
