import Foundation

/// The nodes' last words, for who looks at a failed test.
package struct LogReport {
  package var folder: URL

  private static let lines = 40

  package func show() {
    for file in ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() {
      guard let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8) else { continue }
      let notable = text.split(separator: "\n").filter { !$0.contains(" DEBUG ") && !$0.contains(" INFO ") }
      print("──── \(file): the last of \(notable.count) notable lines")
      for line in notable.suffix(Self.lines) { print(line) }
    }
  }
}
