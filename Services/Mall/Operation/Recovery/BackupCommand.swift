import ArgumentParser
import Foundation
import MallDomain
import MallNode
import MallStore

struct BackupCommand: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Backs up a mall while it works, or one of its nodes.",
    discussion: """
      Every node makes its own backup: its database as it stood at one moment, the files of its cases, and its keys, \
      sealed to the recovery key. Of a mall on this machine all of it comes into one folder, with the certificates; \
      nodes elsewhere keep theirs on their machines, and nodes that are stopped are copied as they are.

      The first backup makes the recovery key, DIR/pki/recovery.key. Move it into a safe: without it no backup can be \
      opened, and with it every one can. Copy the backup itself to another disk or house.
      """)

  @Option(help: "The folder to make; default DIR/backups/TIME.")
  var to: String?

  @Option(
    name: [.customLong("node"), .customLong("agency")],
    help: "Only this node, by its name or by an agency that it serves; the backup stays on its machine.")
  var node: String?

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard node == nil || to == nil else {
      throw ValidationError("--to is for a whole mall: the backup of one node stays on that node's machine.")
    }
  }

  func perform() async throws {
    let recovery = RecoveryKeyFile(data: connection.data)
    let (half, isNew) = try recovery.prepare()
    let name = Self.name(at: MallClock.system.now())
    var report: BackupReport
    if let node {
      let made = try await connection.connected(as: .operator) { client in
        try await BackupRequests(client: client, name: name, key: half).make(at: node)
      }
      report = BackupReport(path: made.path, nodes: [made])
    } else {
      let target = to ?? connection.data.url.appending(path: "backups/\(name)").path
      report = try await WholeBackup(connection: connection, name: name, key: half).make(in: target)
    }
    report.newKey = isNew ? recovery.key.path : nil
    output.show(report)
  }

  /// Such as `20261126-093005`, in Jakarta.
  private static func name(at now: MallInstant) -> String {
    now.isoText.prefix(19).filter { $0 != "-" && $0 != ":" }.replacing("T", with: "-")
  }
}

/// What was backed up of one node.
struct NodeBackupRow: Sendable {
  var node: String
  var path: String
  var begunAt: Int64
  var bytes: UInt64
  var files: UInt64
  var lostFiles: UInt64
}

private struct BackupReport: Report {
  var path: String
  var nodes: [NodeBackupRow]
  /// Nodes whose backups stayed on their own machines.
  var elsewhere: [String] = []
  /// Nodes that did not answer.
  var away: [String] = []
  /// Where the recovery key was made just now.
  var newKey: String?

  var json: JSONValue {
    .object([
      "path": .string(path),
      "nodes": .array(
        nodes.map {
          .object([
            "node": .string($0.node), "path": .string($0.path), "begun_at": WireTime.json($0.begunAt),
            "bytes": .integer($0.bytes), "files": .integer($0.files), "lost_files": .integer($0.lostFiles),
          ])
        }),
      "elsewhere": .strings(elsewhere), "away": .strings(away), "recovery_key": newKey.map(JSONValue.string) ?? .null,
    ])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Cadangan dibuat", "Backup made"))
    sheet.add("Folder", path)
    for row in nodes {
      let lost =
        row.lostFiles == 0
        ? "" : language("; \(row.lostFiles) berkas sudah hilang", "; \(row.lostFiles) files were lost already")
      sheet.add(row.node, "\(row.bytes / 1024) KiB, \(row.files) " + language("berkas", "files") + lost)
    }
    sheet.add(language("Di mesin sendiri", "On their own machines"), elsewhere.joined(separator: ", "))
    sheet.add(language("Tidak menjawab", "No answer from"), away.joined(separator: ", "))
    var text = sheet.text()
    if let newKey {
      text +=
        "\n\n"
        + language(
          "Kunci pemulihan dibuat: \(newKey). Pindahkan ke lemari besi: tanpa kunci itu cadangan tidak dapat dibuka.",
          "A recovery key was made: \(newKey). Move it into a safe: without it no backup can be opened.")
    }
    return text + "\n\n" + language("Kembalikan dengan: ", "Bring it back with: ")
      + "mall restore \(ShellWord.quoted(path)) --recovery-key FILE"
  }
}

extension WholeBackup {
  /// Every node that can be reached, and the mall's own files, in one folder.
  fileprivate func make(in target: String) async throws -> BackupReport {
    let partial = try MallBackup.begin(in: target)
    do {
      let made = try await everyNode(into: partial)
      let nodes = made.local.map(\.node)
      _ = try MallBackup.finish(
        partial, as: target, data: connection.data.path, nodes: nodes, software: NodeVersion.software,
        leavingOut: ["pki/\(RecoveryKeyFile.name)"], key: key, at: MallClock.system.now())
      let rows = made.local.map { row in
        var row = row
        row.path = target + "/" + row.node
        return row
      }
      return BackupReport(
        path: target, nodes: rows + made.elsewhere, elsewhere: made.elsewhere.map(\.node), away: made.away)
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw error
    }
  }
}
