import ArgumentParser
import MallDomain
import MallWire

struct ListTasks: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists an agency's tasks, the oldest first. Persons are named only by mall task show.")

  @Option(help: "The agency.")
  var agency: String

  @Option(help: "open or settled.")
  var state = "open"

  @OptionGroup var paging: PagingOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let page = try await connection.connected(as: .officer) { client in
      try await paging.fetch { size, token in
        let answer = try await client.call(
          .taskList, Wire.ListTasksRequest(agency: agency, state: state, pageSize: size, pageToken: token),
          target: agency, answering: Wire.ListTasksResponse.self)
        return (answer.tasks, answer.nextPageToken)
      }
    }
    output.show(TaskList(page: page))
  }
}

private struct TaskList: Report {
  var page: Page<Wire.Task>

  var json: JSONValue {
    .object(["tasks": .array(page.rows.map(\.json)), "next_page_token": .string(page.nextToken)])
  }

  func text(in language: Language) -> String {
    guard !page.rows.isEmpty else { return language("Tidak ada tugas.", "No tasks.") }
    return Table(
      [
        .init(language("Tugas", "Task"), alignment: .right), .init(language("Peristiwa", "Event")),
        .init(language("Dari", "Told by")), .init(language("Berkas", "Case")),
        .init(language("Yang perlu dilakukan", "What is to be done"), wraps: true),
      ],
      rows: page.rows.map {
        [String($0.number), $0.event, $0.toldBy, $0.caseID, $0.reason.text(language)]
      }
    ).text()
  }
}

/// A task in full.
struct TaskReport: Report {
  var task: Wire.Task

  var json: JSONValue { task.json }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Tugas \(task.number)", "Task \(task.number)"))
    sheet.add(language("Keadaan", "State"), task.state)
    sheet.add(language("Peristiwa", "Event"), task.event)
    sheet.add(language("Dari", "Told by"), task.toldBy)
    sheet.add(language("Berkas", "Case"), task.caseID)
    sheet.add(language("Terjadi", "Happened"), WireTime.text(task.happenedAtMs))
    sheet.add(language("Yang perlu dilakukan", "What is to be done"), task.reason.text(language))
    for person in task.persons { sheet.add(person.field, person.value) }
    for value in task.values { sheet.add(value.field, value.value) }
    sheet.add(language("Diselesaikan oleh", "Settled by"), task.settledBy)
    sheet.add(language("Catatan", "Note"), task.note)
    return sheet.text()
  }
}

extension Wire.Task {
  var json: JSONValue {
    .object([
      "number": .integer(number), "state": .string(state), "event": .string(event), "told_by": .string(toldBy),
      "case_id": .string(caseID), "happened_at": WireTime.json(happenedAtMs),
      "reason": reason.json, "opened_at": WireTime.json(openedAtMs),
      "settled_by": .string(settledBy), "note": .string(note),
      "persons": .array(persons.map { .object(["role": .string($0.field), "nik": .string($0.value)]) }),
      "values": .array(values.map { .object(["name": .string($0.field), "value": .string($0.value)]) }),
    ])
  }
}
