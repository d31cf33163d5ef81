/// A pattern that a text must match as a whole, in a small subset of regular expressions.
///
/// Patterns come from agencies, texts from anybody: so matching takes time in proportion to pattern and text, whatever
/// they are (Thompson's simulation of all states at once), which the backtracking of common engines doesn't.
///
/// The subset: literals; `.`; classes `[A-Z0-9_]` and `[^…]`; `\d`, `\w`, `\s` and escaped punctuation; groups `( )`;
/// alternatives `|`; `?`, `*`, `+`, `{n}`, `{n,}`, `{n,m}` after an item. A leading `^` and a trailing `$` are allowed
/// and say nothing more. Letters are ASCII in `\w`.
package struct TextPattern: Sendable {
  /// Why a pattern can't be read.
  package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
  }

  /// Bounds memory and time: `{n,m}` is written out.
  package static let maximumStates = 2_000

  private let program: TextPatternProgram

  package init(_ source: String) throws(Fault) {
    program = try TextPatternProgram(source)
  }

  package func matches(_ text: String) -> Bool {
    program.matches(text.unicodeScalars)
  }
}
