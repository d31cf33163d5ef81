import Glibc

extension Sealer {
  /// Reads the key file, or makes one that only its owner can read.
  ///
  /// The file holds keys of 32 bytes, oldest first. To change keys, append one: new values are sealed with it, old ones
  /// still open. It lies outside the database, so that a copy of the database alone tells nothing.
  package static func load(keyFile path: String) throws(StoreError) -> Sealer {
    let bytes: [UInt8]
    if let found = try readKeys(path) { bytes = found } else { bytes = try makeKey(path) }
    guard !bytes.isEmpty, bytes.count % SealingKey.length == 0 else {
      throw .keyFile("the key file \(path) must hold keys of \(SealingKey.length) bytes each")
    }
    var keys: [SealingKey] = []
    for start in stride(from: 0, to: bytes.count, by: SealingKey.length) {
      keys.append(try SealingKey(Array(bytes[start..<start + SealingKey.length])))
    }
    return try Sealer(keys: keys)
  }

  /// Nil when there is no file.
  private static func readKeys(_ path: String) throws(StoreError) -> [UInt8]? {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw .keyFile("the key file \(path) can't be read: \(DurableFile.reason())") }
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw DurableFile.failure() }
    guard status.st_mode & 0o077 == 0 else {
      throw .keyFile("the key file \(path) can be read by others: chmod 600 it")
    }
    return try DurableFile.read(descriptor, at: 0, limit: Int(status.st_size))
  }

  private static func makeKey(_ path: String) throws(StoreError) -> [UInt8] {
    try DurableFile.makeFolder(DurableFile.parent(of: path))
    // Under another name first, so that no half-written key file is ever found.
    let temporary = path + ".new"
    let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .keyFile("the key file \(path) can't be made: \(DurableFile.reason())")
    }
    defer { close(descriptor) }
    let secret = SealingKey.makeSecret()
    try DurableFile.write(secret, to: descriptor, at: 0)
    // A link, unlike a rename, never replaces a key that another process made meanwhile.
    guard fsync(descriptor) == 0, link(temporary, path) == 0, unlink(temporary) == 0 else {
      throw .keyFile("the key file \(path) can't be made: \(DurableFile.reason())")
    }
    try DurableFile.synchronizeFolder(DurableFile.parent(of: path))
    return secret
  }
}
