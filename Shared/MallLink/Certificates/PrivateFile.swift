import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that only their owner may read: keys and credentials, and the lists beside them.
enum PrivateFile {
  private static let permissions: mode_t = 0o600
  private static let folderPermissions: mode_t = 0o700

  static func read(_ path: String) throws(CredentialError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw .unreadable(path: path, reason: exists(path) ? "not readable as text" : "no such file")
    }
  }

  /// Replaces the file as a whole: after a crash it is the old one or the new one.
  static func write(_ text: String, to path: String) throws(CredentialError) {
    let new = path + ".new"
    unlink(new)
    try write(text, to: new, flags: O_WRONLY | O_CREAT | O_EXCL)
    guard rename(new, path) == 0 else { throw .unwritable(path: path, reason: reason()) }
  }

  static func append(_ text: String, to path: String) throws(CredentialError) {
    try write(text, to: path, flags: O_WRONLY | O_CREAT | O_APPEND)
  }

  static func makeFolder(_ path: String) throws(CredentialError) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += (made.isEmpty && part.isEmpty) ? "/" : (made.isEmpty || made == "/" ? "" : "/") + part
      guard mkdir(made, folderPermissions) == 0 || errno == EEXIST else {
        throw .unwritable(path: path, reason: reason())
      }
    }
  }

  static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  private static func write(_ text: String, to path: String, flags: Int32) throws(CredentialError) {
    let descriptor = open(path, flags | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { throw .unwritable(path: path, reason: reason()) }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      #if canImport(Glibc)
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      #else
        let count = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
      #endif
      guard count > 0 else { throw .unwritable(path: path, reason: reason()) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw .unwritable(path: path, reason: reason()) }
  }

  private static func reason() -> String {
    String(cString: strerror(errno))
  }
}
