import ArgumentParser
import MallDomain
import MallWire

struct ShowRecord: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Shows a record as it stands or stood, and every entry about it: who, what, when, on which case.",
    discussion: "Who opened which record, when and why, is written in the agency's audit log.")

  @Argument(help: "The record, as the search names it.")
  var record: String

  @Option(help: "The agency whose register it is.")
  var agency: String

  @Option(help: "Why the record is opened; kept with the act.")
  var reason: String

  @Option(help: "As it stood on this day (YYYY-MM-DD), by all that is known now; default: today.")
  var on: String = ""

  @Flag(help: "With --on: as the register showed it that evening, without what was recorded later.")
  var asShown = false

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await client.call(
        .registerHistory,
        Wire.RecordHistoryRequest(agency: agency, record: record, reason: reason, day: on, asShown: asShown),
        target: agency, answering: Wire.RecordHistoryResponse.self)
    }
    output.show(RecordReport(record: record, answer: answer))
  }
}

private struct RecordReport: Report {
  var record: String
  var answer: Wire.RecordHistoryResponse

  var json: JSONValue {
    .object([
      "record": .string(record),
      "elements": .array(
        answer.elements.map { .object(["name": .string($0.name), "value": .string($0.value)]) }),
      "entries": .array(answer.entries.map(Self.json)),
    ])
  }

  private static func json(_ entry: Wire.RecordEntry) -> JSONValue {
    .object([
      "place": .integer(entry.place), "event": .string(entry.event), "cause": .string(entry.cause),
      "recorded_at": WireTime.json(entry.recordedAtMs),
      "effective_on": .string(entry.effectiveOn), "officer": .string(entry.officer),
      "case_id": .string(entry.caseID),
      "changes": .array(
        entry.changes.map {
          .object(["element": .string($0.element), "before": .string($0.before), "after": .string($0.after)])
        }),
    ])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Rekam \(record)", "Record \(record)"))
    if answer.elements.isEmpty {
      sheet.add("", language("Pada hari itu belum ada.", "It wasn't there yet on that day."))
    }
    for element in answer.elements { sheet.add(element.name, element.value) }
    sheet.section(language("Catatan", "Entries"))
    let table = Table(
      [
        .init(language("Dicatat", "Recorded")), .init(language("Berlaku", "Holds from")),
        .init(language("Peristiwa", "Event"), wraps: true), .init(language("Petugas", "Officer"), wraps: true),
        .init(language("Berkas", "Case")), .init(language("Perubahan", "Change"), wraps: true),
      ],
      rows: answer.entries.map { entry in
        [
          LocalDate(jakarta: MallInstant(milliseconds: entry.recordedAtMs)).description, entry.effectiveOn,
          entry.event, entry.officer, entry.caseID,
          entry.changes.map { "\($0.element): \($0.before) → \($0.after)" }.joined(separator: "\n"),
        ]
      })
    sheet.add(block: table.text())
    return sheet.text()
  }
}
