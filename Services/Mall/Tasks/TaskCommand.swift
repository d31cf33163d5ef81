import ArgumentParser
import MallDomain
import MallWire

struct TaskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task",
    abstract: "Lists and settles what life events left to an agency's officers: what its register couldn't follow.",
    subcommands: [ListTasks.self, ShowTask.self, SettleTask.self])
}

/// Which task of which agency.
struct TaskOptions: ParsableArguments {
  @Argument(help: "The task's number.")
  var number: UInt64

  @Option(help: "The agency whose task it is.")
  var agency: String
}

struct ShowTask: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a task with its persons; that it was shown is written in the audit log.")

  @OptionGroup var subject: TaskOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await client.call(
        .taskShow, Wire.ShowTaskRequest(agency: subject.agency, number: subject.number), target: subject.agency,
        answering: Wire.ShowTaskResponse.self)
    }
    output.show(TaskReport(task: answer.task ?? Wire.Task()))
  }
}

struct SettleTask: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Closes a task with what was done.")

  @OptionGroup var subject: TaskOptions

  @Option(help: "What was done; kept with the task.")
  var note: String

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await client.call(
        .taskSettle, Wire.SettleTaskRequest(agency: subject.agency, number: subject.number, note: note),
        target: subject.agency, answering: Wire.SettleTaskResponse.self)
    }
    output.show(TaskReport(task: answer.task ?? Wire.Task()))
  }
}
