import ArgumentParser
import Foundation
import MallDomain
import MallNode
import UnixSignals

struct UpCommand: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "up",
    abstract: "Starts a whole mall on this machine and keeps it running until Ctrl-C.",
    discussion: """
      Founds the mall's certificates and fills its registers where the data folder is new, starts the gateway and the \
      agencies' services as child processes, and starts again what dies. Their logs are in DIR/logs.
      """)

  @Option(name: .customLong("data"), help: "The mall's folder (MALL_DATA; default ./mall-data).")
  var dataPath: String?

  @Option(help: "Loopback port of the gateway; 0 takes a free one.")
  var listenPort = 0

  @Option(help: "Synthetic residents with whom new registers are filled.")
  var residents = 2000

  @Option(help: "From which the synthetic population is drawn: the same seed and date, the same people.")
  var seed: UInt64 = 7

  @Flag(help: "Walk four applications from example to document before your eyes; implies --adjustable-clock.")
  var demonstration = false

  @Flag(help: "After the demonstration stop everything; exit code 0 when every step worked.")
  var exit = false

  @Flag(help: "The mall's clock can be moved with mall clock.")
  var adjustableClock = false

  @Option(help: "Form of the services' logs: json or text.")
  var logFormat = "text"

  @Option(help: "Processes among which the general agencies are divided. Stays as it was when the folder was made.")
  var agencyProcesses = 1

  @Option(help: "Folder with the mall's catalogue and data files; default: beside the program.")
  var deploy: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0...65_535).contains(listenPort) else { throw ValidationError("--listen-port: from 0 to 65535.") }
    guard (0...1_000_000).contains(residents) else { throw ValidationError("--residents: from 0 to 1000000.") }
    guard (1...26).contains(agencyProcesses) else { throw ValidationError("--agency-processes: from 1 to 26.") }
    guard NodeLogHandler.Format(rawValue: logFormat) != nil else {
      throw ValidationError("--log-format: json or text.")
    }
    guard demonstration || !exit else { throw ValidationError("--exit goes with --demonstration.") }
  }

  private enum Outcome {
    case stopped
    case demonstrated(failures: Int)
  }

  func perform() async throws {
    let progress = Progress(output: output)
    let data = DataFolder(path: dataPath)
    let lock = try FolderLock(data)
    let mall = try LocalMall(data: data, options: self, progress: progress)
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
    let outcome = try await withThrowingTaskGroup(of: Outcome.self) { group in
      group.addTask {
        for await _ in signals {
          progress.note("Menghentikan semuanya …", "Stopping everything …")
          break
        }
        return .stopped
      }
      group.addTask {
        try await mall.supervisor.run()
        return .stopped
      }
      group.addTask { try await serve(mall, progress) }
      defer { group.cancelAll() }
      return try await group.next() ?? .stopped
    }
    // Released only now, when no child of this mall is left.
    lock.release()
    progress.note("Berhenti.", "Stopped.")
    if case .demonstrated(let failures) = outcome, failures > 0 {
      throw ExitCode(ExitStatus.refused.rawValue)
    }
  }

  private func serve(_ mall: LocalMall, _ progress: Progress) async throws -> Outcome {
    let ready = try await mall.start()
    switch output.format {
    case .table: output.show(ready)
    case .json: StandardOutput.write(JSONWriter.text(ready.json, .oneLine))
    }
    if demonstration {
      let (told, failures) = try await Demonstration(mall: mall, address: ready.gateway, progress: progress).run()
      if exit { return .demonstrated(failures: failures) }
      progress.write(NextCommands(data: mall.data, outcomes: told, language: output.language).text)
    }
    while true {
      try await Task.sleep(for: .seconds(86_400))
    }
  }
}
