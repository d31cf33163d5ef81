import Testing

@testable import MallDomain

@Suite struct TextPatternTests {
  @Test(arguments: [
    ("[A-Z]{1,2} [0-9]{1,4} [A-Z]{1,3}", ["BE 1234 GH", "B 1 A"], ["be 1234 gh", "BE 12345 G", "BE 1234 GH "]),
    (#"\d{3}\.\d+"#, ["123.4", "000.123456"], ["123", "123.", "1234.5", "123x4"]),
    ("(ab|c)*d?", ["", "d", "abab", "cabd"], ["a", "dd", "ba"]),
    ("^a+$", ["a", "aaa"], ["", "b", "^a"]),
    ("[^0-9]+", ["abc", "é!"], ["", "a1"]),
    ("a{2,}", ["aa", "aaaa"], ["a", ""]),
    ("a{0}", [""], ["a"]),
    ("", [""], ["a"]),
    (#"[\w.-]+"#, ["a_b-C.9"], ["a b", ""]),
    ("(?:x|)y", ["xy", "y"], ["x"]),
    ("..", ["ab", "日本"], ["a", "abc"]),
    (#"\$\^"#, ["$^"], [""]),
    ("[a-]", ["a", "-"], ["b"]),
  ])
  func `Texts match as a whole or not`(source: String, matching: [String], other: [String]) throws {
    let pattern = try TextPattern(source)
    for text in matching { #expect(pattern.matches(text), "\(source) \(text)") }
    for text in other { #expect(!pattern.matches(text), "\(source) \(text)") }
  }

  @Test(arguments: [
    "(", ")", "[", "[]", "a{", "a{x}", "a{2,1}", "*", "a**", "+a", "\\", #"\q"#, #"\1"#, "[b-a]", "a{1000}{1000}", "]",
    "(?=a)", "((((((((((((((((((((((a))))))))))))))))))))))",
  ])
  func `What can't be read is refused`(source: String) {
    #expect(throws: TextPattern.Fault.self) { try TextPattern(source) }
  }

  @Test func `A pattern that drives backtracking mad is matched in no time`() throws {
    let pattern = try TextPattern("(a+)+(a|aa)*b")
    #expect(!pattern.matches(String(repeating: "a", count: 5_000)))
  }

  @Test func `Any pattern is read or refused`() {
    var random = SeededGenerator(seed: 4)
    let alphabet = Array(#"ab01()[]{}|?*+.^$\-,:d"#)
    for _ in 0..<20_000 {
      let source = String(
        (0..<Int.random(in: 0...12, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
      _ = (try? TextPattern(source))?.matches("ab01")
    }
  }
}
