import Foundation
import Logging
import MallDomain
import MallStore
import MallWire
import ServiceLifecycle
import Synchronization

/// Makes backups of its own node, since no other process may open a live database. One at a time; who asked for one asks
/// again by its name until it is complete.
package final class BackupDesk: Service {
  private enum State: Sendable {
    case underWay
    case complete(Wire.BackupResponse)
    case failed(Refusal)
  }

  private struct Job: Sendable {
    var name: String
    var key: RecoveryKey.PublicHalf
  }

  /// In characters, which are letters, digits and hyphens: the name becomes that of a folder.
  private static let nameLength = 1...64
  /// Left free on the disk: the node must be able to go on.
  private static let reserve: Int64 = 64 << 20
  private static let lastBackup = "last-backup-at"

  private let runtime: NodeRuntime
  private let states = Mutex<[String: State]>([:])
  private let jobs: AsyncStream<Job>
  private let post: AsyncStream<Job>.Continuation

  package init(runtime: NodeRuntime) {
    self.runtime = runtime
    (jobs, post) = AsyncStream.makeStream()
  }

  package func register(in handlers: inout MethodHandlers) {
    handlers.on(.nodeBackup) { (request: Wire.BackupRequest, call) in try await self.answer(request, call) }
  }

  package func run() async throws {
    await withGracefulShutdownHandler {
      for await job in jobs {
        let state = await carryOut(job)
        states.withLock { $0[job.name] = state }
      }
    } onGracefulShutdown: {
      self.post.finish()
    }
  }

  private func answer(_ request: Wire.BackupRequest, _ call: Call) async throws -> Wire.BackupResponse {
    let name = request.name
    guard Self.nameLength ~= name.utf8.count, name.utf8.allSatisfy(Self.isAllowed) else {
      throw Refusal(.invalidArgument, detail: "a backup's name has letters, digits and hyphens")
    }
    switch states.withLock({ $0[name] }) {
    case .complete(let response): return response
    case .failed(let refusal):
      states.withLock { $0[name] = nil }
      throw refusal
    case .underWay: return Wire.BackupResponse()
    case nil: break
    }
    let key = try Self.key(request.recoveryKey)
    try checkRoom()
    let entry = AuditEntry(
      at: runtime.clock.now, principal: call.principal, method: call.method.rawValue, purpose: "operation",
      caseID: nil, subject: nil, detail: "backup \(name)", outcome: .ok)
    let audit = AuditLog(sealer: runtime.sealer)
    try await runtime.database.write { _ = try audit.append(entry, in: $0) }
    let isFirst = states.withLock { states in
      guard states[name] == nil else { return false }
      states[name] = .underWay
      return true
    }
    if isFirst { post.yield(Job(name: name, key: key)) }
    return Wire.BackupResponse()
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func key(_ bytes: [UInt8]) throws(Refusal) -> RecoveryKey.PublicHalf {
    do {
      return try RecoveryKey.PublicHalf(bytes)
    } catch {
      throw Refusal(.invalidArgument, detail: "the public half of a recovery key has 32 bytes")
    }
  }

  /// A full disk would stop the node itself.
  private func checkRoom() throws {
    let folder = runtime.configuration.dataFolder.path
    let size = Int64(DiskRoom.size(of: folder + "/mall.sqlite") + DiskRoom.size(of: folder + "/mall.sqlite-wal"))
    guard let room = DiskRoom(of: folder), Int64(clamping: room.free) >= size + Self.reserve else {
      throw Refusal(.resourceExhausted, detail: "the disk has no room for a backup beside what the node needs")
    }
  }

  private func carryOut(_ job: Job) async -> State {
    let backup = NodeBackup(
      of: runtime.configuration.dataFolder.path, node: runtime.node, mall: runtime.mall,
      software: NodeVersion.software, recoveryKey: job.key)
    let folder = runtime.configuration.backups.appending(path: job.name)
    do {
      try FileManager.default.createDirectory(
        at: runtime.configuration.backups, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      let manifest = try await backup.make(from: runtime.database, in: folder.path)
      try await runtime.database.write {
        try NodeSettings.set(Self.lastBackup, to: String(manifest.begunAt), in: $0)
      }
      runtime.logger.notice(
        "A backup was made", metadata: ["name": "\(job.name)", "bytes": "\(manifest.bytes)"])
      return .complete(
        Wire.BackupResponse(
          complete: true, path: folder.standardizedFileURL.path, begunAtMs: manifest.begunAt,
          madeAtMs: manifest.madeAt, bytes: UInt64(manifest.bytes), files: UInt64(manifest.files.count),
          lostFiles: UInt64(manifest.lost.count)))
    } catch {
      runtime.logger.error("A backup failed", metadata: ["name": "\(job.name)", "reason": "\(error)"])
      return .failed(Refusal(.failedPrecondition, detail: "the backup failed: \(error)"))
    }
  }

  /// When the newest backup was begun; nil where there was none.
  static func last(in transaction: Transaction) throws(StoreError) -> MallInstant? {
    try NodeSettings.text(lastBackup, in: transaction).flatMap { Int64($0) }.map(MallInstant.init(milliseconds:))
  }
}
