import ArgumentParser

/// Submits applications as fast as so many callers can, each waiting until its application is durable.
@main
struct SubmitLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit-load",
    abstract: "The durable submits benchmark. `Benchmarks/run` starts it.",
    subcommands: [StoreSubmits.self, PostgresSubmits.self])
}

/// What both engines are asked to do.
struct LoadOptions: ParsableArguments {
  @Option(help: "Callers that submit at the same time.")
  var callers: Int
  @Option(help: "Milliseconds before counting.")
  var warmUp: Int64 = 300
  @Option(help: "Milliseconds of counting.")
  var milliseconds: Int64
}

/// Counts the submits that became durable within the time that counts.
struct SubmitCounter: Sendable {
  private let begin: ContinuousClock.Instant
  private let end: ContinuousClock.Instant
  private(set) var counted = 0
  private(set) var all = 0

  init(_ options: LoadOptions) {
    begin = .now.advanced(by: .milliseconds(options.warmUp))
    end = begin.advanced(by: .milliseconds(options.milliseconds))
  }

  var isOver: Bool { .now >= end }

  mutating func submitted() {
    all += 1
    let now = ContinuousClock.now
    if now >= begin && now < end { counted += 1 }
  }

  mutating func add(_ other: SubmitCounter) {
    counted += other.counted
    all += other.all
  }

  /// One line for `Benchmarks/run`: submits a second, and how many rows the tables hold a submit.
  func report(_ options: LoadOptions, rows: Int64) -> String {
    let seconds = Double(options.milliseconds) / 1000
    return "\(Double(counted) / seconds) \(Double(rows) / Double(max(all, 1)))"
  }
}
