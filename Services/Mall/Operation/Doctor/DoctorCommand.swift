import ArgumentParser
import Foundation
import MallDomain
import MallNode
import MallWire

struct DoctorCommand: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Examines a mall, running or not, and says what to do.",
    discussion: """
      Looks at databases, disks, certificates, keys, clocks, versions, backlogs and backups of every node that can be \
      reached, and of those stopped in the mall's folder. Running nodes are asked; their databases are never opened.

      Exit code 0 when nothing is worse than a notice, 1 with warnings, 69 when something is critical.
      """)

  @Option(help: "Seconds in which each node may check its database; 0 leaves that check out.")
  var patience = 10

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard 0...3600 ~= patience else { throw ValidationError("--patience: 0 to 3600 seconds.") }
  }

  func perform() async throws {
    let report = try await examine()
    output.show(report)
    switch report.worst {
    case .critical: throw ExitCode(ExitStatus.unavailable.rawValue)
    case .warning: throw ExitCode(ExitStatus.refused.rawValue)
    case .notice, nil: break
    }
  }

  private func examine() async throws -> Diagnosis {
    var diagnosis = Diagnosis()
    do {
      diagnosis = try await connection.connected(as: .operator) { [patience] client in
        try await MallExamination(client: client, patience: .seconds(patience)).diagnosis()
      }
    } catch let failure as CommandFailure where connection.gateway == nil && failure.status == .unavailable {
      diagnosis.symptoms.append(
        Symptom(
          .critical, .node, of: "gateway", "tidak ada mal yang berjalan di \(connection.data.path)",
          "no mall runs in \(connection.data.path)", command: "mall up\(connection.data.argument)"))
    }
    if connection.gateway == nil {
      diagnosis.symptoms += FolderExamination(data: connection.data, now: MallClock.system.now())
        .symptoms(besides: Set(diagnosis.nodes))
    }
    return diagnosis
  }
}

/// Asks every node that the gateway can reach.
private struct MallExamination: Sendable {
  var client: MallClient
  var patience: Duration

  func diagnosis() async throws -> Diagnosis {
    var diagnosis = Diagnosis()
    let answers = try await NodeDirectory(client: client).askEach { node in
      let clock = ContinuousClock()
      let start = clock.now
      let answer = try await client.call(
        .nodeInspect, Wire.InspectRequest(checkDatabase: patience > .zero), target: node,
        timeout: max(patience, .seconds(5)), answering: Wire.InspectResponse.self)
      return NodeExamination(now: MallClock.system.now(), roundTrip: clock.now - start).symptoms(answer)
    }
    diagnosis.nodes = answers.found.map(\.node)
    diagnosis.symptoms = answers.found.flatMap(\.1)
    diagnosis.symptoms += answers.away.map { node in
      Symptom(
        .warning, .node, of: node, "tidak menjawab", "doesn't answer",
        advice: ("lihat catatan simpul itu", "look at that node's log"))
    }
    diagnosis.symptoms += try await agencies() + health()
    return diagnosis
  }

  private func agencies() async throws -> [Symptom] {
    try await PagingOptions.wholeList { try await AgencyList.page(client, size: $0, token: $1) }
      .filter { !$0.connected }
      .map { agency in
        let since = MallInstant(wire: agency.lastSeenMs)
        return Symptom(
          .warning, .agency, of: agency.id,
          since.map { "tidak terhubung sejak \($0.wallText)" } ?? "belum pernah terhubung",
          since.map { "not connected since \($0.wallText)" } ?? "was never connected",
          advice: (
            "hubungi instansinya; permohonannya menunggu dan tidak hilang",
            "call the agency; its applications wait and are not lost"
          ))
      }
  }

  private func health() async throws -> [Symptom] {
    try await client.call(.nodeHealth, Wire.HealthRequest(), answering: Wire.HealthResponse.self).checks
      .filter { !$0.passed }
      .map {
        Symptom(.critical, .node, of: client.gateway.text, "\($0.name): \($0.detail)", "\($0.name): \($0.detail)")
      }
  }
}

/// All that was found, the worst first.
struct Diagnosis: Report, Sendable {
  /// Nodes that answered.
  var nodes: [String] = []
  var symptoms: [Symptom] = []

  var worst: Symptom.Severity? { symptoms.map(\.severity).max() }

  private var inOrder: [Symptom] {
    symptoms.enumerated().sorted { left, right in
      left.element.severity == right.element.severity
        ? left.offset < right.offset : left.element.severity > right.element.severity
    }.map(\.element)
  }

  var json: JSONValue {
    .object([
      "healthy": .boolean((worst ?? .notice) == .notice),
      "nodes": .strings(nodes),
      "symptoms": .array(
        inOrder.map {
          .object([
            "severity": .string($0.severity.rawValue), "check": .string($0.check.rawValue),
            "subject": .string($0.subject), "text": $0.text.json, "advice": $0.advice?.json ?? .null,
          ])
        }),
    ])
  }

  func text(in language: Language) -> String {
    var lines: [String] = []
    for symptom in inOrder {
      lines.append("\(word(symptom.severity, language)) \(symptom.subject): \(symptom.text.text(language))")
      if let advice = symptom.advice { lines.append("    → \(advice.text(language))") }
    }
    let count = language("\(nodes.count) simpul diperiksa", "\(nodes.count) nodes were examined")
    let verdict =
      switch worst {
      case nil, .notice: language("Mal ini sehat", "This mall is well")
      case .warning: language("Ada yang perlu diurus", "Something needs care")
      case .critical: language("Ada yang harus segera diperbaiki", "Something must be mended at once")
      }
    return (lines + ["\(verdict); \(count)."]).joined(separator: "\n")
  }

  private func word(_ severity: Symptom.Severity, _ language: Language) -> String {
    switch severity {
    case .notice: language("INFO      ", "NOTE    ")
    case .warning: language("PERINGATAN", "WARNING ")
    case .critical: language("GAWAT     ", "CRITICAL")
    }
  }
}
