import Glibc

/// Files that are there after a power loss: their bytes and their names are flushed to the disk.
enum DurableFile {
  /// The text of the last system error.
  static func reason(_ number: Int32 = errno) -> String {
    String(cString: strerror(number))
  }

  static func failure() -> StoreError {
    let number = errno
    return number == ENOSPC || number == EDQUOT ? .diskFull : .inputOutput(code: number, text: reason(number))
  }

  /// Makes a folder, and those above it, that only its owner may enter.
  static func makeFolder(_ path: String) throws(StoreError) {
    if mkdir(path, 0o700) == 0 { return try synchronizeFolder(parent(of: path)) }
    switch errno {
    case EEXIST: return
    case ENOENT where parent(of: path) != path:
      try makeFolder(parent(of: path))
      try makeFolder(path)
    default: throw failure()
    }
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Flushes the names in a folder.
  static func synchronizeFolder(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure() }
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32, at offset: Int) throws(StoreError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        pwrite(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written, off_t(offset + written))
      }
      if count < 0 {
        guard errno == EINTR else { throw failure() }
      } else {
        written += count
      }
    }
  }

  /// At most `limit` bytes from an offset.
  static func read(_ descriptor: Int32, at offset: Int, limit: Int) throws(StoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var held = 0
    while held < limit {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress.map { $0 + held }, limit - held, off_t(offset + held))
      }
      if count == 0 { break }
      if count < 0 {
        guard errno == EINTR else { throw failure() }
      } else {
        held += count
      }
    }
    bytes.removeLast(limit - held)
    return bytes
  }

  /// The size in bytes; nil when there is no such file.
  static func size(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }
}
