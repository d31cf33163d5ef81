import Crypto
import FoundationEssentials
import Glibc

extension DurableFile {
  private static let chunk = 1 << 20

  /// Writes a new file that only its owner may read.
  static func create(_ bytes: [UInt8], at path: String) throws(StoreError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, at: 0)
    guard fsync(descriptor) == 0 else { throw failure() }
  }

  /// The whole file; nil when there is none.
  static func contents(_ path: String) throws(StoreError) -> [UInt8]? {
    guard let size = size(path) else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    return try read(descriptor, at: 0, limit: size)
  }

  /// Reads a file to its end.
  static func measure(_ path: String) throws(StoreError) -> (size: Int, sha256: [UInt8]) {
    try pass(path) { (_, _) throws(StoreError) in }
  }

  /// Copies a file to a new one, whose folders are made, and flushes it.
  static func copy(_ source: String, to target: String) throws(StoreError) -> (size: Int, sha256: [UInt8]) {
    try makeFolder(parent(of: target))
    let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw failure() }
    defer { close(output) }
    let measured = try pass(source) { (bytes, offset) throws(StoreError) in try write(bytes, to: output, at: offset) }
    guard fsync(output) == 0 else { throw failure() }
    return measured
  }

  private static func pass(
    _ path: String, _ take: ([UInt8], Int) throws(StoreError) -> Void
  ) throws(StoreError) -> (size: Int, sha256: [UInt8]) {
    let input = open(path, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw failure() }
    defer { close(input) }
    var hash = SHA256()
    var offset = 0
    while true {
      let bytes = try read(input, at: offset, limit: chunk)
      if bytes.isEmpty { return (offset, Array(hash.finalize())) }
      hash.update(data: bytes)
      try take(bytes, offset)
      offset += bytes.count
    }
  }

  /// Flushes the names in a folder and in those below it.
  static func synchronizeTree(_ folder: String) throws(StoreError) {
    try synchronizeFolder(folder)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      var status = stat()
      let path = folder + "/" + name
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { try synchronizeTree(path) }
    }
  }

  /// Gives a finished folder its name: after a crash it is there whole or not at all.
  static func publish(_ folder: String, as target: String) throws(StoreError) {
    try synchronizeTree(folder)
    guard rename(folder, target) == 0 else {
      guard errno != ENOTEMPTY, errno != EEXIST else { throw .backup("\(target) is not empty: choose another folder") }
      throw failure()
    }
    try synchronizeFolder(parent(of: target))
  }

  static func removeTree(_ folder: String) throws(StoreError) {
    guard size(folder) != nil else { return }
    do {
      try FileManager.default.removeItem(atPath: folder)
    } catch {
      throw .backup("\(folder) is left from an earlier attempt and can't be removed")
    }
  }
}
