import ArgumentParser
import MallDomain
import MallWire

struct HealthCommand: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "health",
    abstract: "Tells how the mall's gateway is: links to the agencies, backlog, checks.",
    discussion: "Exit code 0 when it serves and every check passed, else 69.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let health = try await connection.connected(as: .operator) { client in
      try await client.call(.nodeHealth, Wire.HealthRequest(), answering: Wire.HealthResponse.self)
    }
    output.show(HealthSheet(health: health))
    guard health.state == "serving", health.checks.allSatisfy(\.passed) else {
      throw ExitCode(ExitStatus.unavailable.rawValue)
    }
  }
}

private struct HealthSheet: Report {
  var health: Wire.HealthResponse

  var json: JSONValue {
    .object([
      "node": .string(health.node), "software": .string(health.software), "version": .string(health.version),
      "state": .string(health.state), "started_at": WireTime.json(health.startedAtMs),
      "mall_time": WireTime.json(health.mallTimeMs), "outbox_backlog": .integer(health.outboxBacklog),
      "outbox_set_aside": .integer(health.outboxSetAside),
      "links": .array(
        health.links.map {
          .object(["node": .string($0.node), "agencies": .strings($0.agencies), "since": WireTime.json($0.sinceMs)])
        }),
      "checks": .array(
        health.checks.map {
          .object(["name": .string($0.name), "passed": .boolean($0.passed), "detail": .text($0.detail)])
        }),
    ])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet("\(health.node): \(stateText(language))")
    sheet.add(language("Perangkat lunak", "Software"), "\(health.software) \(health.version)")
    sheet.add(language("Mulai", "Started at"), WireTime.text(health.startedAtMs))
    sheet.add(language("Waktu mal", "Mall time"), WireTime.text(health.mallTimeMs))
    sheet.add(language("Menunggu dikirim", "Waiting to be sent"), String(health.outboxBacklog))
    sheet.add(language("Disisihkan", "Set aside"), String(health.outboxSetAside))
    if !health.links.isEmpty {
      sheet.section(language("Sambungan", "Links"))
      sheet.add(
        block: Table(
          [
            .init(language("Simpul", "Node")), .init(language("Sejak", "Since")),
            .init(language("Instansi", "Agencies"), wraps: true),
          ],
          rows: health.links.map {
            [$0.node, WireTime.text($0.sinceMs), $0.agencies.joined(separator: ", ")]
          }
        ).text())
    }
    if !health.checks.isEmpty {
      sheet.section(language("Pemeriksaan", "Checks"))
      for check in health.checks {
        sheet.add(
          check.name, (check.passed ? language("baik", "passed") : language("GAGAL", "FAILED")) + " " + check.detail)
      }
    }
    return sheet.text()
  }

  private func stateText(_ language: Language) -> String {
    switch health.state {
    case "serving": language("melayani", "serving")
    case "draining": language("sedang berhenti", "draining")
    case "failing": language("bermasalah", "failing")
    default: health.state
    }
  }
}
