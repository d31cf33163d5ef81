import Foundation
import Synchronization

/// What the driver asked for and what it was told, line by line on the disk, outside of the mall's folders: the one
/// witness that no fault of the mall can touch.
final class History: Sendable {
  struct Entry: Codable, Sendable, Hashable {
    enum Act: String, Codable, Sendable {
      case submit, pay, issue, reject, withdraw
    }

    enum Phase: String, Codable, Sendable {
      /// Before the request goes out.
      case asked
      case acknowledged
      /// The mall said no, so that nothing of it may be there.
      case refused
    }

    var act: Act
    var phase: Phase
    /// What makes a repeated request the same one.
    var key: String
    var caseID: String?
    var agency: String?
    /// A billing code or a document's number.
    var number: String?
    var amount: Int64?
  }

  let file: URL
  private let handle: Mutex<FileHandle>

  init(file: URL) throws {
    self.file = file
    try Data().write(to: file)
    handle = Mutex(try FileHandle(forWritingTo: file))
  }

  func note(_ entry: Entry) throws {
    let line = try JSONEncoder().encode(entry) + Data("\n".utf8)
    try handle.withLock { handle in
      try handle.write(contentsOf: line)
      try handle.synchronize()
    }
  }

  static func read(_ file: URL) throws -> [Entry] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Entry.self, from: Data($0.utf8)) }
  }
}
