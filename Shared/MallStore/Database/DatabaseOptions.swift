/// Limits of a database, and whom to tell when it ends.
package struct DatabaseOptions: Sendable {
  /// Connections that read at the same time.
  package var maximumReaders = 4
  /// How long one read may take.
  package var readLimit = Duration.seconds(5)
  /// Writes that wait for a commit; one more is refused, so that waiting stays within a second or two.
  package var maximumQueuedWrites = 4096
  /// Writes that share one commit: beyond this the commit takes longer without sparing much.
  package var maximumWritesPerCommit = 128
  /// Called once when the disk failed and the file isn't trusted any more: the process should end.
  package var onFatal: @Sendable (StoreError) -> Void = { _ in }

  package init() {}
}

/// What a database has done since it was opened.
package struct DatabaseStatistics: Hashable, Sendable {
  package var commits = 0
  /// Writes that ended in a commit, their own failed ones left out.
  package var writes = 0
  package var checkpoints = 0
  /// Writes that wait now.
  package var queued = 0
}
