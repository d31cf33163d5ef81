import MallDomain
import MallNode
import MallWire

/// Judges what a running node tells about itself.
struct NodeExamination: Sendable {
  /// Free room under which somebody should act, and under which writes will soon be refused; in bytes.
  private static let scarceRoom: UInt64 = 1 << 30
  private static let noRoom: UInt64 = 256 << 20
  /// Deliveries that wait longer than this show an agency that is away, or one that refuses.
  private static let longWait = Duration.seconds(3600)
  private static let manyWaiting: UInt64 = 10_000
  private static let oldBackup = Duration.seconds(2 * 86_400)
  /// How long a restore is worth mentioning.
  private static let freshRestore = Duration.seconds(30 * 86_400)
  /// The clocks of two machines may differ by this much besides the time that the answer took.
  private static let clockTolerance = Duration.seconds(5)
  /// The first SQLite in which checkpoints and commits of different connections can't meet badly.
  private static let mendedSQLite = "3.51.3"

  /// When the answer came, by the clock of who asked.
  var now: MallInstant
  /// How long the answer took.
  var roundTrip: Duration
  var software = NodeVersion.software

  func symptoms(_ node: Wire.InspectResponse) -> [Symptom] {
    database(node) + disk(node) + certificate(node) + clock(node) + versions(node) + backlog(node) + backup(node)
      + keys(node)
  }

  private func database(_ node: Wire.InspectResponse) -> [Symptom] {
    guard node.databaseChecked else { return [] }
    guard let first = node.databaseProblems.first else { return [] }
    return [.damagedDatabase(of: node.node, problem: first)]
  }

  private func disk(_ node: Wire.InspectResponse) -> [Symptom] {
    guard node.diskBytes > 0, node.freeBytes < Self.scarceRoom else { return [] }
    let room = "\(node.freeBytes >> 20) MiB"
    return [
      Symptom(
        node.freeBytes < Self.noRoom ? .critical : .warning, .disk, of: node.node,
        "ruang disk tinggal \(room); tanpa ruang, permohonan ditolak sampai ada ruang lagi",
        "\(room) are left on the disk; without room, applications are refused until there is room again",
        advice: ("hapus cadangan lama atau perbesar disk", "remove old backups, or enlarge the disk"))
    ]
  }

  private func certificate(_ node: Wire.InspectResponse) -> [Symptom] {
    CertificateEnd(MallInstant(milliseconds: node.certificateEndsAtMs)).symptom(of: node.node, at: now).map { [$0] }
      ?? []
  }

  private func clock(_ node: Wire.InspectResponse) -> [Symptom] {
    var symptoms: [Symptom] = []
    let machine = MallInstant(milliseconds: node.machineTimeMs)
    let difference = now.duration(since: machine)
    let apart = max(difference, .zero - difference)
    if apart > Self.clockTolerance + roundTrip {
      symptoms.append(
        Symptom(
          .warning, .clock, of: node.node,
          "jam mesinnya berselisih \(apart.components.seconds) detik dengan mesin ini",
          "its machine's clock and this machine's differ by \(apart.components.seconds) s",
          advice: ("selaraskan jam: timedatectl set-ntp true", "set the clocks: timedatectl set-ntp true")))
    }
    let moved = MallInstant(milliseconds: node.mallTimeMs).duration(since: machine)
    if max(moved, .zero - moved) > .seconds(60) {
      symptoms.append(
        Symptom(
          .notice, .clock, of: node.node, "jam mal digeser; tenggat dihitung dengan jam itu",
          "the mall's clock was moved; due dates follow it", command: "mall clock set now"))
    }
    return symptoms
  }

  private func versions(_ node: Wire.InspectResponse) -> [Symptom] {
    var symptoms: [Symptom] = []
    if node.software != software {
      symptoms.append(
        Symptom(
          .warning, .version, of: node.node, "menjalankan \(node.software), perintah ini \(software)",
          "runs \(node.software), this command is \(software)",
          advice: ("pasang versi yang sama di semua mesin", "install the same version on all machines")))
    }
    if Self.parts(node.sqliteVersion).lexicographicallyPrecedes(Self.parts(Self.mendedSQLite)) {
      symptoms.append(
        Symptom(
          .notice, .version, of: node.node,
          "SQLite \(node.sqliteVersion): cacat WAL sebelum \(Self.mendedSQLite) dihindari, karena hanya satu "
            + "sambungan yang menyalin balik WAL; jangan buka basis data yang sedang dipakai dengan program lain",
          "SQLite \(node.sqliteVersion): the WAL race before \(Self.mendedSQLite) is avoided, since one connection "
            + "alone checkpoints; open no live database with another program"))
    }
    return symptoms
  }

  private static func parts(_ version: String) -> [Int] {
    version.split(separator: ".").map { Int($0) ?? 0 }
  }

  private func backlog(_ node: Wire.InspectResponse) -> [Symptom] {
    node.outbox.flatMap { box in
      var symptoms: [Symptom] = []
      if box.setAside > 0 {
        symptoms.append(
          Symptom(
            .warning, .backlog, of: node.node, "\(box.setAside) kiriman ke \(box.destination) disisihkan",
            "\(box.setAside) deliveries to \(box.destination) were set aside",
            command: "mall deliveries list --node \(node.node)"))
      }
      let waited = MallInstant(wire: box.oldestAtMs).map { now.duration(since: $0) } ?? .zero
      if box.pending >= Self.manyWaiting || box.pending > 0 && waited > Self.longWait {
        symptoms.append(
          Symptom(
            .warning, .backlog, of: node.node,
            "\(box.pending) kiriman menunggu \(box.destination), yang tertua \(waited.components.seconds / 60) menit",
            "\(box.pending) deliveries wait for \(box.destination), the oldest for "
              + "\(waited.components.seconds / 60) minutes",
            advice: (
              "nyalakan \(box.destination), atau lihat catatannya; kiriman pergi sendiri bila ia kembali",
              "start \(box.destination), or look at its log; the deliveries go by themselves when it is back"
            )))
      }
      return symptoms
    }
  }

  private func backup(_ node: Wire.InspectResponse) -> [Symptom] {
    var symptoms: [Symptom] = []
    if let restored = MallInstant(wire: node.restoredAtMs), now.duration(since: restored) < Self.freshRestore {
      symptoms.append(
        Symptom(
          .notice, .restored, of: node.node,
          "dipulihkan \(restored.wallText) dari keadaan \(WireTime.text(node.restoredFromMs))",
          "was restored on \(restored.wallText) from the state of \(WireTime.text(node.restoredFromMs))"))
    }
    let last = MallInstant(wire: node.lastBackupAtMs)
    if last.map({ now.duration(since: $0) > Self.oldBackup }) ?? true {
      symptoms.append(
        Symptom(
          .warning, .backup, of: node.node,
          last.map { "cadangan terakhir \($0.wallText)" } ?? "belum pernah dicadangkan",
          last.map { "the last backup is of \($0.wallText)" } ?? "was never backed up", command: "mall backup"))
    }
    return symptoms
  }

  private func keys(_ node: Wire.InspectResponse) -> [Symptom] {
    node.exposedFiles.map { file in
      Symptom(
        .warning, .keys, of: node.node, "\(file) dapat dibaca pengguna lain di mesinnya",
        "\(file) can be read by other users of its machine", command: "chmod 600 \(file)")
    }
  }
}

/// Judges when a certificate ends.
struct CertificateEnd {
  private static let soon = Duration.seconds(30 * 86_400)
  private static let verySoon = Duration.seconds(7 * 86_400)

  private let end: MallInstant

  init(_ end: MallInstant) {
    self.end = end
  }

  /// Nil while there is time enough.
  func symptom(of subject: String, at now: MallInstant) -> Symptom? {
    let left = end.duration(since: now)
    guard left < Self.soon else { return nil }
    let day = LocalDate(jakarta: end).description
    return Symptom(
      left < Self.verySoon ? .critical : .warning, .certificate, of: subject,
      left < .zero ? "sertifikatnya berakhir \(day); sambungannya ditolak" : "sertifikatnya berakhir \(day)",
      left < .zero ? "its certificate ended on \(day); its links are refused" : "its certificate ends on \(day)",
      advice: (
        "buat yang baru dengan mall pki issue, lalu mulai ulang simpulnya",
        "issue a new one with mall pki issue, and start the node again"
      ))
  }
}

extension Symptom {
  static func damagedDatabase(of node: String, problem: String) -> Symptom {
    Symptom(
      .critical, .database, of: node, "basis datanya rusak: \(problem)", "its database is damaged: \(problem)",
      advice: (
        "hentikan simpulnya, pindahkan foldernya, lalu mall restore CADANGAN --node \(node) (docs/operation.md)",
        "stop the node, move its folder aside, then mall restore BACKUP --node \(node) (docs/operation.md)"
      ))
  }
}
