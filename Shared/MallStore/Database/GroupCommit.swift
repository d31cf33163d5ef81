import GRDB
import Logging
import MallDomain
import Synchronization

/// The one writer: takes what waits, commits it together, answers, and checkpoints between commits.
///
/// Each write runs in a savepoint of its own, so that one that fails doesn't fail its neighbours. Also a failed write
/// is answered only after the commit, since it may have seen what a neighbour wrote. A commit that fails fails all.
///
/// Only this connection checkpoints, and never while a commit runs: in SQLite before 3.51.3 a checkpoint on one
/// connection that overlaps a commit on another can lose that commit ("WAL-reset" race).
final class GroupCommit: Sendable {
  /// Rows changed after which the write-ahead log is copied back: some megabytes, a few milliseconds of work.
  private static let rowsBetweenCheckpoints = 4_000

  private struct State {
    var waiting: [PendingWrite] = []
    var isDraining = false
    var stopped: StoreError?
    var statistics = DatabaseStatistics()
    var rowsAtCheckpoint = 0
  }

  private let pool: DatabasePool
  private let options: DatabaseOptions
  private let logger: Logger
  private let state = Mutex(State())

  init(pool: DatabasePool, options: DatabaseOptions, logger: Logger) {
    self.pool = pool
    self.options = options
    self.logger = logger
  }

  var isServing: Bool { state.withLock { $0.stopped == nil } }

  var statistics: DatabaseStatistics {
    state.withLock { state in
      var statistics = state.statistics
      statistics.queued = state.waiting.count
      return statistics
    }
  }

  private enum Admission { case queued, first, refused(Refusal) }

  func enqueue(_ write: PendingWrite) {
    let admission: Admission = state.withLock { state in
      if let stopped = state.stopped { return .refused(stopped.refusal) }
      guard state.waiting.count < options.maximumQueuedWrites else {
        return .refused(.exhausted(retryAfter: .milliseconds(250)))
      }
      state.waiting.append(write)
      if state.isDraining { return .queued }
      state.isDraining = true
      return .first
    }
    switch admission {
    case .queued: break
    case .first: pool.asyncWriteWithoutTransaction { connection in self.drain(connection) }
    case .refused(let refusal): write.refuse(refusal)
    }
  }

  /// Refuses what comes from now on. What waits is still written.
  func stop() {
    state.withLock { state in state.stopped = state.stopped ?? .stopped }
  }

  private func drain(_ connection: GRDB.Database) {
    while let batch = nextBatch() {
      do throws(StoreError) {
        let answers = try commit(batch, on: connection)
        state.withLock { state in
          state.statistics.commits += 1
          state.statistics.writes += answers.count { $0.failure == nil }
        }
        for (write, performed) in zip(batch, answers) { write.answer(performed) }
        try checkpointWhenDue(connection)
      } catch {
        failed(error)
      }
    }
  }

  private func nextBatch() -> [PendingWrite]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isDraining = false
        return nil
      }
      let batch = Array(state.waiting.prefix(options.maximumWritesPerCommit))
      state.waiting.removeFirst(batch.count)
      return batch
    }
  }

  /// Commits the batch, or answers all of it with why not and throws that.
  private func commit(_ batch: [PendingWrite], on connection: GRDB.Database) throws(StoreError) -> [PerformedWrite] {
    do {
      try connection.beginTransaction(.immediate)
      let performed = try batch.map { write in try perform(write, on: connection) }
      try connection.commit()
      return performed
    } catch {
      if connection.isInsideTransaction { try? connection.rollback() }
      let failure = StoreError(error, statement: "COMMIT")
      // Before the answers, so that who hears of the failure finds the database stopped.
      if failure.endsService { end(failure) }
      for write in batch { write.refuse(failure.refusal) }
      throw failure
    }
  }

  private func perform(_ write: PendingWrite, on connection: GRDB.Database) throws -> PerformedWrite {
    try connection.cachedStatement(sql: "SAVEPOINT one_write").execute()
    let performed = write.perform(Transaction(connection))
    // A full or failing disk ends the whole transaction, and the neighbours' writes with it.
    if let failure = performed.failure as? StoreError, failure.endsService || failure == .diskFull { throw failure }
    guard connection.isInsideTransaction else { throw performed.failure ?? StoreError.stopped }
    if performed.failure != nil {
      try connection.cachedStatement(sql: "ROLLBACK TO SAVEPOINT one_write").execute()
    }
    try connection.cachedStatement(sql: "RELEASE SAVEPOINT one_write").execute()
    return performed
  }

  private func checkpointWhenDue(_ connection: GRDB.Database) throws(StoreError) {
    let rows = connection.totalChangesCount
    guard state.withLock({ rows - $0.rowsAtCheckpoint >= GroupCommit.rowsBetweenCheckpoints }) else { return }
    do {
      try connection.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
    } catch {
      throw StoreError(error, statement: "PRAGMA wal_checkpoint")
    }
    state.withLock { state in
      state.rowsAtCheckpoint = rows
      state.statistics.checkpoints += 1
    }
  }

  private func failed(_ failure: StoreError) {
    if failure.endsService {
      end(failure)
    } else {
      logger.warning("a commit failed", metadata: ["reason": "\(failure)"])
    }
  }

  /// Stops serving for good: what waits is refused, and the owner is told once.
  private func end(_ failure: StoreError) {
    let (first, waiting) = state.withLock { state in
      defer {
        state.stopped = failure
        state.waiting = []
      }
      return (state.stopped.map { $0 == .stopped } ?? true, state.waiting)
    }
    for write in waiting { write.refuse(failure.refusal) }
    guard first else { return }
    logger.critical("the database stops serving", metadata: ["reason": "\(failure)"])
    options.onFatal(failure)
  }
}
