import Foundation
import MallTestSupport

/// A disk under one node's database that fails on demand; see Tests/FaultInjection/faulty_disk.c.
struct FaultyDisk: Sendable {
  /// How the disk behaves.
  enum Behaviour: String, Sendable {
    case honest = "h"
    /// Says that it flushed, and didn't.
    case lying = "l"
    /// Flushing fails.
    case failing = "e"
    case full = "f"
  }

  private let folder: URL
  private var library: URL { folder.appending(path: "libfaulty_disk.so") }
  private var control: URL { folder.appending(path: "behaviour") }

  /// Builds the library that stands between a program and the disk.
  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "mall-disk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let source = BuiltPrograms.packageFolder.appending(path: "Tests/FaultInjection/faulty_disk.c")
    let build = try await CommandRun.run(
      "/usr/bin/cc",
      ["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o", library.path, source.path, "-ldl", "-lpthread"])
    guard build.exitCode == 0 else { throw OutOfPatience(description: build.errors) }
    try behave(.honest)
  }

  /// From now on, also for programs that run already.
  func behave(_ behaviour: Behaviour) throws {
    try Data(behaviour.rawValue.utf8).write(to: control, options: .atomic)
  }

  /// What a node's process needs to run on this disk.
  var environment: [String: String] {
    [
      "LD_PRELOAD": library.path, "FAULT_CONTROL": control.path,
      "FAULT_FOLDER": FileManager.default.temporaryDirectory.appending(path: "mall-processes-").path,
    ]
  }

  /// Takes back what a node that was killed had not flushed: the power is gone too.
  ///
  /// - Returns: how many writes were lost.
  func cutPower(under node: URL) throws -> Int {
    try ["mall.sqlite", "mall.sqlite-wal"].map { try UndoLog(of: node.appending(path: $0)).takeBack() }.reduce(0, +)
  }

  func clearAway() {
    try? FileManager.default.removeItem(at: folder)
  }
}

/// What a file held before the writes that were not flushed.
private struct UndoLog {
  private let file: URL
  private let log: URL

  /// Of an entry: offset, count of old bytes, size of the file; 64 bits each.
  private static let headLength = 24

  init(of file: URL) {
    self.file = file
    log = file.appendingPathExtension("undo")
  }

  func takeBack() throws -> Int {
    guard let bytes = try? Data(contentsOf: log), !bytes.isEmpty else { return 0 }
    defer { try? FileManager.default.removeItem(at: log) }
    guard FileManager.default.fileExists(atPath: file.path) else { return 0 }
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    let entries = Self.entries(in: bytes)
    for entry in entries.reversed() {
      try handle.seek(toOffset: entry.offset)
      try handle.write(contentsOf: entry.old)
      try handle.truncate(atOffset: entry.size)
    }
    return entries.count
  }

  private struct Entry {
    var offset: UInt64
    var size: UInt64
    var old: Data
  }

  private static func entries(in bytes: Data) -> [Entry] {
    var entries: [Entry] = []
    var rest = bytes[...]
    while rest.count >= headLength {
      let head = rest.prefix(headLength)
      let numbers = (0..<3).map { index in
        head.dropFirst(8 * index).prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      }
      rest = rest.dropFirst(headLength)
      // A kill may have left the last one torn: its write never happened.
      guard let count = Int(exactly: numbers[1]), rest.count >= count else { break }
      entries.append(Entry(offset: numbers[0], size: numbers[2], old: Data(rest.prefix(count))))
      rest = rest.dropFirst(count)
    }
    return entries
  }
}
