/// The database of a node that is stopped, for who looks after the mall.
package struct StoppedDatabase: Sendable {
  private let path: String

  /// - Parameter folder: the node's folder, with `mall.sqlite`.
  package init(of folder: String) {
    path = folder + "/" + BackupManifest.databaseName
  }

  /// What SQLite's own check finds wrong; empty when it is sound. The node can't be started meanwhile.
  ///
  /// - Throws: `StoreError.heldByProcess` when the node is running after all; `damaged` when the file can't be read.
  package func problems() throws -> [String] {
    let lock = try FileLock(databasePath: path)
    defer { lock.release() }
    do {
      return try DatabaseCopy.problems(path)
    } catch {
      throw StoreError(error, statement: "PRAGMA quick_check")
    }
  }
}
