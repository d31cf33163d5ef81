import Foundation
import FuzzTargets
import MallDomain
import MallTestSupport
import Testing

/// The short form of `make fuzz`: the corpus, and inputs drawn from it by a seed, a fixed number of each.
@Suite("Bytes of strangers")
struct FuzzTests {
  private static let runs = 3_000

  @Test("Every input is read or refused, and what is read stays what it is", arguments: FuzzTarget.allCases)
  func inputs(_ target: FuzzTarget) throws {
    let corpus = try Self.corpus(of: target)
    #expect(!corpus.isEmpty, "no corpus for \(target)")
    for (name, bytes) in corpus {
      #expect(target.violation(bytes) == nil, "\(name)")
    }
    var generator = Seed.generator()
    for _ in 0..<Self.runs {
      let bytes = Self.changed(corpus.map(\.bytes), upTo: target.longestInput, using: &generator)
      guard let violation = target.violation(bytes) else { continue }
      Issue.record("\(violation): \(bytes.map { String($0, radix: 16) }.joined(separator: " "))")
      return
    }
  }

  private static func corpus(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let folder = BuiltPrograms.packageFolder.appending(path: "Tests/Fuzzing/Corpus/\(target.rawValue)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      (name, Array(try Data(contentsOf: folder.appending(path: name))))
    }
  }

  /// An input of the corpus with a few bytes flipped, lost, doubled or taken from another one.
  private static func changed(
    _ corpus: [[UInt8]], upTo longest: Int, using generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = corpus[Int.random(in: 0..<corpus.count, using: &generator)]
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1 where !bytes.isEmpty: bytes.remove(at: place)
      case 2: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
      case 3:
        let other = corpus[Int.random(in: 0..<corpus.count, using: &generator)]
        guard !other.isEmpty else { continue }
        let start = Int.random(in: 0..<other.count, using: &generator)
        bytes.insert(contentsOf: other[start..<min(other.count, start + 32)], at: place)
      default: bytes.removeLast(min(bytes.count, Int.random(in: 0..<8, using: &generator)))
      }
    }
    return Array(bytes.prefix(longest))
  }
}
