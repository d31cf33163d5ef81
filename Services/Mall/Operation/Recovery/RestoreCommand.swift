import ArgumentParser
import Foundation
import MallDomain
import MallStore

struct RestoreCommand: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Brings a backup back, into an empty folder: a whole mall, or one node.",
    discussion: """
      Every file is checked against the backup before anything is put in place. The restored nodes begin a new epoch: \
      their peers send again what they had sent after the backup. The command says from when to when something may be \
      missing that only a restored node had ever held.

        mall restore BACKUP --data DIR             a whole mall, which mall up --data DIR then starts
        mall restore BACKUP --node tax --data DIR  one node of it, into DIR/tax
        mall restore BACKUP/tax --into FOLDER      one node, into the data folder of a node elsewhere

      What lies in the way is never overwritten: stop the node and move its folder aside first.
      """)

  @Argument(help: "The backup's folder.")
  var backup: String

  @Option(help: "The recovery key's file; - reads standard input (MALL_RECOVERY_KEY).")
  var recoveryKey: String?

  @Option(name: .customLong("data"), help: "The mall's folder (MALL_DATA; default ./mall-data).")
  var dataPath: String?

  @Option(help: "Only this node of the mall's backup.")
  var node: String?

  @Option(help: "The data folder of the one node that is restored; default DIR/NODE.")
  var into: String?

  @Option(help: "Numbers of certificates, bills and the like that are left out for each day since the backup.")
  var skipNumbers = NodeRestore.numbersADay

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard skipNumbers >= 0 else { throw ValidationError("--skip-numbers: 0 or more.") }
  }

  func perform() async throws {
    let key = try readKey()
    let data = DataFolder(path: dataPath)
    guard MallBackup.isThere(in: backup), node == nil else {
      let folder = node.map { "\(backup)/\($0)" } ?? backup
      let name = try BackupManifest.read(from: folder).node
      let target = into ?? data.node(name).path
      let report = try NodeRestore(folder, key: key, numbersADay: skipNumbers).restore(into: target)
      output.show(RestoreReport(path: target, restored: [report]))
      return
    }
    guard into == nil else {
      throw ValidationError("--into is for one node: name it with --node, or give BACKUP/NODE.")
    }
    let reports = try MallBackup.read(from: backup)
      .restore(from: backup, into: data.path, key: key, numbersADay: skipNumbers)
    output.show(RestoreReport(path: data.path, restored: reports))
  }

  private func readKey() throws -> RecoveryKey {
    guard let path = recoveryKey ?? ProcessInfo.processInfo.environment["MALL_RECOVERY_KEY"] else {
      throw ValidationError("Give --recovery-key FILE: the key that the first mall backup made, from its safe.")
    }
    return try RecoveryKeyFile.read(path)
  }
}

private struct RestoreReport: Report {
  var path: String
  var restored: [NodeRestore.Report]

  var json: JSONValue {
    .object([
      "path": .string(path),
      "nodes": .array(
        restored.map {
          .object([
            "node": .string($0.manifest.node), "epoch": .string(String($0.epoch)),
            "missing_from": .string($0.manifest.begun.isoText), "missing_until": .string($0.restoredAt.isoText),
            "skipped_numbers": .integer($0.skippedNumbers), "files": .integer($0.manifest.files.count),
            "lost_files": .strings($0.manifest.lost),
          ])
        }),
    ])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Cadangan dikembalikan", "Backup restored"))
    sheet.add("Folder", path)
    for report in restored {
      sheet.section(report.manifest.node)
      sheet.add(
        language("Mungkin hilang", "May be missing"),
        language(
          "yang hanya ada di simpul ini dari \(report.manifest.begun.isoText) sampai ia berhenti, paling lambat "
            + report.restoredAt.isoText,
          "what only this node had from \(report.manifest.begun.isoText) until it stopped, at the latest "
            + report.restoredAt.isoText))
      sheet.add(
        language("Nomor dilewati", "Numbers left out"),
        language(
          "\(report.skippedNumbers) di tiap register: mungkin sudah terbit setelah cadangan",
          "\(report.skippedNumbers) in each register: they may have been issued after the backup"))
      if !report.manifest.lost.isEmpty {
        sheet.add(
          language("Berkas hilang", "Lost files"),
          language(
            "\(report.manifest.lost.count) berkas sudah rusak sebelum cadangan",
            "\(report.manifest.lost.count) files were damaged before the backup"))
      }
    }
    return sheet.text() + "\n\n"
      + language(
        "Jalankan simpulnya. Simpul lain mengirim ulang yang pernah dikirimnya; permohonan yang tetap hilang "
          + "dibawa kembali pemohon dengan `mall readmit`.",
        "Start the nodes. Their peers send again what they had sent; an application that stays lost comes back "
          + "from its applicant with `mall readmit`.")
  }
}
