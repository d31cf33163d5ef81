import GRDB
import MallDomain

/// What went wrong inside the store. What a caller did wrong is a `Refusal` instead.
///
/// No case holds a value of a row: statements are shown with their placeholders only.
package enum StoreError: Error, Hashable, Sendable {
  /// The file can't be served as it is; the text says why and what to do.
  case refusedToOpen(String)
  /// Another process holds the file. Its id is nil when it couldn't be read.
  case heldByProcess(Int32?, path: String)
  /// A newer program wrote the file.
  case newerFile(String)
  /// A column holds something else than the program expects.
  case column(String, expected: String, statement: String)
  /// A unique, foreign-key, not-null or check constraint refused the statement.
  case constraint(statement: String)
  /// No room is left on the disk. It passes by itself when there is room again.
  case diskFull
  /// The disk failed. After this the file is not trusted any more.
  case inputOutput(code: Int32, text: String)
  /// The file is damaged.
  case damaged(String)
  /// A statement failed for another reason.
  case statement(code: Int32, text: String, statement: String)
  /// A read took longer than readers may.
  case timedOut
  /// The database was closed, or stopped after a failure of the disk.
  case stopped
  /// Sealed bytes that don't open: another key, another place, or changed.
  case unsealable(place: String)
  /// A key file that can't be used.
  case keyFile(String)
  /// A backup can't be made or restored; the text says why and what to do.
  case backup(String)
}

extension StoreError {
  init(_ error: DatabaseError, statement: String) {
    let text = error.message ?? ""
    let code = error.extendedResultCode
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull
    // The shared-memory file can't grow: the other face of a full disk.
    case .SQLITE_IOERR where code == .SQLITE_IOERR_SHMSIZE: self = .diskFull
    case .SQLITE_IOERR: self = .inputOutput(code: code.rawValue, text: text)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(text)
    case .SQLITE_CONSTRAINT: self = .constraint(statement: statement)
    default: self = .statement(code: code.rawValue, text: text, statement: statement)
    }
  }

  init(_ error: any Error, statement: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self = StoreError(error, statement: statement)
    default: self = .statement(code: -1, text: String(describing: type(of: error)), statement: statement)
    }
  }

  /// Whether the file can no longer be trusted, so that serving must end.
  ///
  /// After a failed fsync the kernel may have dropped the pages that it couldn't write: trying again would succeed
  /// without the data.
  package var endsService: Bool {
    switch self {
    case .inputOutput, .damaged: true
    default: false
    }
  }

  /// What somebody outside is told.
  package var refusal: Refusal {
    switch self {
    case .diskFull: .exhausted(retryAfter: .seconds(5))
    case .timedOut: Refusal(.deadlineExceeded)
    case .heldByProcess, .inputOutput, .stopped, .refusedToOpen, .newerFile, .keyFile, .backup: Refusal(.unavailable)
    case .damaged, .unsealable: Refusal(.dataLoss)
    case .column, .constraint, .statement: Refusal(.internal)
    }
  }
}

extension Refusal {
  /// More waits than the queue takes, or there is no room.
  static func exhausted(retryAfter: Duration) -> Refusal {
    Refusal(.resourceExhausted, Message(.requestResourceExhausted), retryAfter: retryAfter)
  }
}

extension StoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .refusedToOpen(let reason), .newerFile(let reason), .keyFile(let reason), .backup(let reason): reason
    case .heldByProcess(let process, let path):
      "the database \(path) is held by process \(process.map(String.init) ?? "unknown"): stop it first"
    case .column(let name, let expected, let statement): "column \(name) is not \(expected) in: \(statement)"
    case .constraint(let statement): "a constraint refused: \(statement)"
    case .diskFull: "no room is left on the disk"
    case .inputOutput(let code, let text): "the disk failed (\(code)): \(text)"
    case .damaged(let text):
      "the database file is damaged: \(text). Stop the node, move its folder aside and bring it back with mall restore "
        + "(docs/operation.md)"
    case .statement(let code, let text, let statement): "\(text) (\(code)) in: \(statement)"
    case .timedOut: "a read took too long and was ended"
    case .stopped: "the database has stopped serving"
    case .unsealable(let place): "sealed bytes of \(place) don't open: another key, another place, or changed"
    }
  }
}
