import Foundation
import MallDomain

/// Keeps a second `mall up` away from a data folder that one runs on. Ends with the process, however it ends.
struct FolderLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `failedPrecondition` with the process that holds the folder.
  init(_ data: DataFolder) throws(CommandFailure) {
    let path = data.lock.path
    do {
      try FileManager.default.createDirectory(
        at: data.url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CommandFailure(
        .failedPrecondition, "Folder \(data.path) tidak dapat dibuat.", "The folder \(data.path) can't be made.",
        exit: .cannotCreate)
    }
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure(
        .failedPrecondition, "\(path) tidak dapat dibuka.", "\(path) can't be opened.", exit: .cannotCreate)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
      close(descriptor)
      let process = holder.flatMap(Int32.init).map { " (\($0))" } ?? ""
      throw CommandFailure(
        .failedPrecondition,
        "Sudah ada `mall up`\(process) yang berjalan di \(data.path). Hentikan dulu, atau pakai --data FOLDER lain.",
        "Another `mall up`\(process) runs in \(data.path). Stop it first, or use another --data DIR.")
    }
    let text = Array("\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
    ftruncate(descriptor, 0)
    _ = write(descriptor, text, text.count)
  }

  func release() {
    close(descriptor)
  }
}
