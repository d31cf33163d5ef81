import Foundation

/// Files of the project that tests read, found from this file's own place.
enum TestFiles {
  static func vectors(_ name: String) -> URL {
    tests.appendingPathComponent("Vectors").appendingPathComponent(name)
  }

  static func project(_ path: String) -> URL {
    tests.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(path)
  }

  /// Tests/MallWireTests.
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
}
