import Foundation
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire

/// Asks nodes for their backups, and waits until they are complete.
struct BackupRequests: Sendable {
  private static let pollInterval = Duration.milliseconds(200)

  var client: MallClient
  var name: String
  var key: RecoveryKey.PublicHalf

  func make(at node: String) async throws -> NodeBackupRow {
    while true {
      let answer = try await client.call(
        .nodeBackup, Wire.BackupRequest(name: name, recoveryKey: key.bytes), target: node,
        answering: Wire.BackupResponse.self)
      if answer.complete {
        return NodeBackupRow(
          node: node, path: answer.path, begunAt: answer.begunAtMs, bytes: answer.bytes, files: answer.files,
          lostFiles: answer.lostFiles)
      }
      try await Task.sleep(for: Self.pollInterval)
    }
  }
}

/// The backups of all nodes of a mall: those of this machine are brought together.
struct WholeBackup: Sendable {
  var connection: ConnectionOptions
  var name: String
  var key: RecoveryKey.PublicHalf

  struct Made: Sendable {
    var local: [NodeBackupRow] = []
    var elsewhere: [NodeBackupRow] = []
    var away: [String] = []
  }

  /// Running nodes are asked; nodes of this folder that are stopped are copied.
  func everyNode(into partial: String) async throws -> Made {
    var made = Made()
    let nodes = connection.data.nodeNames
    if (try? connection.data.gatewayAddress()) != nil || connection.gateway != nil {
      let answers = try await connection.connected(as: .operator) { [name, key] client in
        let requests = BackupRequests(client: client, name: name, key: key)
        return try await NodeDirectory(client: client).askEach { try await requests.make(at: $0) }
      }
      made.away = answers.away
      for (node, row) in answers.found {
        guard FileManager.default.fileExists(atPath: row.path), nodes.contains(node) else {
          made.elsewhere.append(row)
          continue
        }
        try MallBackup.take(node, from: row.path, into: partial)
        made.local.append(row)
      }
    }
    for node in nodes where !made.local.contains(where: { $0.node == node }) {
      made.local.append(try await copy(stopped: node, into: partial))
      made.away.removeAll { $0 == node }
    }
    guard !made.local.isEmpty || !made.elsewhere.isEmpty else {
      throw CommandFailure(
        .notFound, "Tidak ada simpul di \(connection.data.path).", "There are no nodes in \(connection.data.path).")
    }
    return made
  }

  private func copy(stopped node: String, into partial: String) async throws -> NodeBackupRow {
    let credential = try Credential(contentsOf: connection.data.credential(node).path)
    let manifest = try await NodeBackup(
      of: connection.data.node(node).path, node: credential.identity.node, mall: credential.identity.mall,
      software: NodeVersion.software, recoveryKey: key
    ).makeOfStoppedNode(in: partial + "/" + node)
    return NodeBackupRow(
      node: node, path: "", begunAt: manifest.begunAt, bytes: UInt64(manifest.bytes),
      files: UInt64(manifest.files.count), lostFiles: UInt64(manifest.lost.count))
  }
}
