import ArgumentParser
import Foundation
import MallDomain
import MallNode
import MallStore

/// The flags of `seed`.
package struct SeedOptions: ParsableArguments {
  @OptionGroup package var node: NodeOptions

  @Option(help: "How many residents, at least; whole households are entered.")
  package var residents = 2_000

  @Option(help: "The same seed makes the same people at each agency.")
  package var seed: UInt64 = 7

  @Option(help: "The day on which people have the ages that they have, YYYY-MM-DD (default: the mall's today).")
  package var date: String?

  package init() {}

  package func validate() throws {
    guard residents > 0 else { throw ValidationError("--residents must be 1 or more.") }
    guard date.map({ LocalDate($0) != nil }) ?? true else { throw ValidationError("--date is written YYYY-MM-DD.") }
  }
}

/// The `seed` command of an agency's executable: enters invented people in its registers, by itself and without a gateway.
/// Its process must not run meanwhile.
package protocol SeedCommand: AsyncParsableCommand {
  static var program: AgencyProgram { get }
  var options: SeedOptions { get }

  /// Enters what the agency's registers hold of one household.
  static func enter(_ household: SyntheticHousehold, with tools: SeedTools, in transaction: Transaction) throws
}

/// What registers are seeded with.
package struct SeedTools: Sendable {
  package let sealer: Sealer
  package let areas: AreaTable
  package let calendar: WorkingCalendar
  /// Mall time of the seeding.
  package let now: MallInstant
  /// The day on which people have the ages that they have.
  package let date: LocalDate
}

extension SeedCommand {
  package func run() async throws {
    let reader = try await options.node.reader()
    let configuration = try NodeConfiguration(reader: reader, nodeName: Self.program.name)
    try await NodeExit.guarded {
      let runtime = try await Self.program.open(configuration)
      defer { runtime.database.close() }
      try await SeedRun(options, runtime: runtime).run(Self.enter)
    }
  }
}

/// Enters households in batches, each with its progress in one commit: what was interrupted goes on where it stopped.
struct SeedRun: Sendable {
  /// Households in one commit.
  private static let batch = 100

  private let runtime: NodeRuntime
  private let residents: Int
  private let population: SyntheticPopulation
  private let tools: SeedTools

  init(_ options: SeedOptions, runtime: NodeRuntime) {
    let now = runtime.clock.now
    let date = options.date.flatMap { LocalDate($0) } ?? LocalDate(jakarta: now)
    self.runtime = runtime
    residents = options.residents
    population = SyntheticPopulation(seed: options.seed, date: date, areas: runtime.areas)
    tools = SeedTools(
      sealer: runtime.sealer, areas: runtime.areas, calendar: runtime.calendar, now: now, date: date)
  }

  func run(
    _ enter: @escaping @Sendable (SyntheticHousehold, SeedTools, Transaction) throws -> Void
  ) async throws {
    let setting = "seeded-households/\(population.seed)/\(population.date)"
    let done = try await runtime.database.read { try NodeSettings.text(setting, in: $0).flatMap { Int($0) } ?? 0 }
    var entered = 0
    var batch: [SyntheticHousehold] = []
    func flush() async throws {
      let households = batch
      batch = []
      guard let last = households.last else { return }
      let tools = tools
      try await runtime.database.write { transaction in
        for household in households {
          try enter(household, tools, transaction)
        }
        try NodeSettings.set(setting, to: String(last.index + 1), in: transaction)
      }
      print("\(runtime.node): \(entered) of \(residents) residents")
    }
    for household in population.households(residents: residents) {
      entered += household.residents.count
      guard household.index >= done else { continue }
      batch.append(household)
      if batch.count == Self.batch { try await flush() }
    }
    try await flush()
    print("\(runtime.node): \(entered) residents are entered")
  }
}
