import MallDomain
import MallWire
import Testing

@testable import Mall

@Suite("What the doctor finds")
struct DoctorTests {
  private static let now = MallInstant(milliseconds: 1_790_000_000_000)
  private static let day = Duration.seconds(86_400)

  /// A node at which nothing is amiss.
  private static func well() -> Wire.InspectResponse {
    Wire.InspectResponse(
      node: "tax", software: "mall/1", sqliteVersion: "3.51.3", machineTimeMs: now.milliseconds,
      mallTimeMs: now.milliseconds, databaseChecked: true, databaseBytes: 1 << 20, freeBytes: 50 << 30,
      diskBytes: 100 << 30, certificateEndsAtMs: now.adding(.seconds(300 * 86_400)).milliseconds,
      lastBackupAtMs: now.adding(.seconds(-3600)).milliseconds)
  }

  private func symptoms(_ change: (inout Wire.InspectResponse) -> Void) -> [Symptom] {
    var node = Self.well()
    change(&node)
    return NodeExamination(now: Self.now, roundTrip: .milliseconds(3), software: "mall/1").symptoms(node)
  }

  private struct Sign: Hashable {
    var severity: Symptom.Severity
    var check: Symptom.Check
  }

  private func signs(_ change: (inout Wire.InspectResponse) -> Void) -> [Sign] {
    symptoms(change).map { Sign(severity: $0.severity, check: $0.check) }
  }

  @Test("A node that is well gives no symptom")
  func well() {
    #expect(symptoms { _ in }.isEmpty)
  }

  @Test("Damage is critical, and its advice is the way back")
  func damage() throws {
    let symptom = try #require(symptoms { $0.databaseProblems = ["row 7 missing from index i"] }.first)
    #expect(symptom.severity == .critical && symptom.check == .database)
    #expect(symptom.advice?.text(.english).contains("mall restore BACKUP --node tax") == true)
  }

  @Test("A database that wasn't checked is not called damaged")
  func unchecked() {
    #expect(
      signs {
        $0.databaseChecked = false
        $0.databaseProblems = ["x"]
      }.isEmpty)
  }

  private static let rooms: [(UInt64, Symptom.Severity?)] = [
    (2 << 30, nil), (1 << 29, .warning), (1 << 20, .critical),
  ]

  @Test("Room on the disk", arguments: Self.rooms)
  func disk(free: UInt64, severity: Symptom.Severity?) {
    #expect(signs { $0.freeBytes = free } == (severity.map { [Sign(severity: $0, check: .disk)] } ?? []))
  }

  private static let daysLeft: [(Int, Symptom.Severity?)] = [
    (31, nil), (29, .warning), (6, .critical), (-1, .critical),
  ]

  @Test("Days left of a certificate", arguments: Self.daysLeft)
  func certificate(days: Int, severity: Symptom.Severity?) {
    let found = signs { $0.certificateEndsAtMs = Self.now.adding(.seconds(days * 86_400)).milliseconds }
    #expect(found == (severity.map { [Sign(severity: $0, check: .certificate)] } ?? []))
  }

  @Test("Clocks that differ, whichever is ahead", arguments: [-60, 60])
  func clocks(seconds: Int) {
    let found = signs {
      $0.machineTimeMs += Int64(seconds) * 1000
      $0.mallTimeMs = $0.machineTimeMs
    }
    #expect(found == [Sign(severity: .warning, check: .clock)])
  }

  @Test("A moved mall clock is a notice")
  func movedClock() {
    #expect(signs { $0.mallTimeMs += 86_400_000 } == [Sign(severity: .notice, check: .clock)])
  }

  @Test("Versions: another program is a warning, an old SQLite a notice")
  func versions() {
    #expect(signs { $0.software = "mall/0.9" } == [Sign(severity: .warning, check: .version)])
    #expect(signs { $0.sqliteVersion = "3.40.1" } == [Sign(severity: .notice, check: .version)])
    #expect(signs { $0.sqliteVersion = "3.100.0" }.isEmpty)
  }

  @Test("What waits long, and what was set aside")
  func backlog() {
    func box(pending: UInt64 = 0, setAside: UInt64 = 0, waited: Int64) -> Wire.OutboxSummary {
      Wire.OutboxSummary(
        destination: "polres", pending: pending, setAside: setAside,
        oldestAtMs: Self.now.adding(.seconds(-waited)).milliseconds)
    }
    #expect(signs { $0.outbox = [box(pending: 5, waited: 60)] }.isEmpty)
    #expect(signs { $0.outbox = [box(pending: 5, waited: 7200)] } == [Sign(severity: .warning, check: .backlog)])
    #expect(signs { $0.outbox = [box(setAside: 1, waited: 60)] } == [Sign(severity: .warning, check: .backlog)])
  }

  @Test("Backups: none, an old one; a restore is mentioned")
  func backups() {
    #expect(signs { $0.lastBackupAtMs = 0 } == [Sign(severity: .warning, check: .backup)])
    #expect(
      signs { $0.lastBackupAtMs = Self.now.adding(.zero - Self.day * 3).milliseconds }
        == [Sign(severity: .warning, check: .backup)])
    #expect(
      signs { $0.restoredAtMs = Self.now.adding(.zero - Self.day).milliseconds }
        == [Sign(severity: .notice, check: .restored)])
  }

  @Test("Keys that others can read")
  func keys() {
    #expect(signs { $0.exposedFiles = ["seal.key"] } == [Sign(severity: .warning, check: .keys)])
  }

  @Test("The worst comes first, and decides")
  func order() {
    var diagnosis = Diagnosis(nodes: ["tax"])
    diagnosis.symptoms = symptoms {
      $0.sqliteVersion = "3.40.1"
      $0.lastBackupAtMs = 0
      $0.databaseProblems = ["x"]
    }
    #expect(diagnosis.worst == .critical)
    let lines = diagnosis.text(in: .english).split(separator: "\n")
    #expect(lines.first?.hasPrefix("CRITICAL tax:") == true)
    #expect(lines.last?.contains("mended at once") == true)
    #expect(Diagnosis(nodes: ["tax"]).worst == nil)
  }
}
