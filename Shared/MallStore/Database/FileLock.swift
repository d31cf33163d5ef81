import Glibc
import Synchronization

/// The lock that keeps a second process away from a database: `flock` on a file beside it, with the holder's process
/// id.
///
/// The kernel drops it when the process ends, however it ends.
final class FileLock: Sendable {
  private let descriptor: Mutex<Int32?>

  init(databasePath: String) throws(StoreError) {
    let path = databasePath + ".lock"
    // Closed on exec, so that a child process doesn't inherit the lock.
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .refusedToOpen("the lock file \(path) can't be opened: \(DurableFile.reason())")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = FileLock.holder(descriptor)
      close(descriptor)
      throw .heldByProcess(holder, path: databasePath)
    }
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
      close(descriptor)
      throw .refusedToOpen("the lock file \(path) can't be written: \(DurableFile.reason())")
    }
    self.descriptor = Mutex(descriptor)
  }

  deinit {
    release()
  }

  /// Lets the next one have the database.
  func release() {
    descriptor.withLock { descriptor in
      if let held = descriptor { close(held) }
      descriptor = nil
    }
  }

  private static func holder(_ descriptor: Int32) -> Int32? {
    var buffer = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}
