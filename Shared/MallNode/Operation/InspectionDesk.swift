import Foundation
import MallDomain
import MallLink
import MallStore
import MallWire

/// Tells an operator's `mall doctor` what only the node itself can see: its database, its disk, its keys, its backlog.
package struct InspectionDesk: Sendable {
  /// Left of the caller's patience for the answer, when the database checks itself.
  private static let answerTime = Duration.seconds(2)

  private let runtime: NodeRuntime

  package init(runtime: NodeRuntime) {
    self.runtime = runtime
  }

  package func register(in handlers: inout MethodHandlers) {
    handlers.on(.nodeInspect) { (request: Wire.InspectRequest, call) in
      try await inspect(checkingFor: request.checkDatabase ? call.timeLeft ?? .seconds(10) : nil)
    }
  }

  private func inspect(checkingFor patience: Duration?) async throws -> Wire.InspectResponse {
    let folder = runtime.configuration.dataFolder.path
    let room = DiskRoom(of: folder)
    var answer = Wire.InspectResponse(
      node: runtime.node.text, software: NodeVersion.software, machineTimeMs: MallClock.system.now().milliseconds,
      mallTimeMs: runtime.clock.now.milliseconds,
      databaseBytes: UInt64(
        DiskRoom.size(of: folder + "/mall.sqlite") + DiskRoom.size(of: folder + "/mall.sqlite-wal")),
      freeBytes: room?.free ?? 0, diskBytes: room?.total ?? 0,
      certificateEndsAtMs: runtime.credential.identity.notAfter.milliseconds, exposedFiles: exposedFiles)
    if let list = runtime.configuration.revocations {
      answer.revocationsNumber = (try? RevocationList(contentsOf: list.path))?.number ?? 0
    }
    try await addDatabase(to: &answer)
    guard let patience else { return answer }
    do {
      answer.databaseProblems = try await runtime.database.integrityProblems(
        limit: max(patience - Self.answerTime, .seconds(1)))
      answer.databaseChecked = true
    } catch StoreError.timedOut {
      // Too large for the caller's patience: unchecked is not unsound.
    }
    return answer
  }

  private func addDatabase(to answer: inout Wire.InspectResponse) async throws {
    let (version, outbox, restored, backup) = try await runtime.database.read { transaction in
      (
        try transaction.row("SELECT sqlite_version() AS version")?.text("version") ?? "",
        try Outbox.summaries(in: transaction), try RestoreMark(in: transaction),
        try BackupDesk.last(in: transaction)
      )
    }
    answer.sqliteVersion = version
    answer.outbox = outbox.map { summary in
      Wire.OutboxSummary(
        destination: summary.destination, pending: UInt64(summary.backlog.pending),
        setAside: UInt64(summary.backlog.setAside), oldestAtMs: summary.oldest?.milliseconds ?? 0)
    }
    answer.restoredAtMs = restored?.restoredAt.milliseconds ?? 0
    answer.restoredFromMs = restored?.from.milliseconds ?? 0
    answer.lastBackupAtMs = backup?.milliseconds ?? 0
  }

  /// Files with keys that others than their owner may read.
  private var exposedFiles: [String] {
    let configuration = runtime.configuration
    return [configuration.credentialFile, configuration.dataFolder.appending(path: "seal.key")]
      .filter { FilePermissions.isExposed($0.path) }.map(\.lastPathComponent)
  }
}

/// Who may read a file.
package enum FilePermissions {
  /// Whether others than its owner may read or change a file. False where there is none.
  package static func isExposed(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let permissions = attributes?[.posixPermissions] as? Int else { return false }
    return permissions & 0o077 != 0
  }
}
