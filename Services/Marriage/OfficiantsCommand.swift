import AgencyKit
import ArgumentParser
import MallDomain
import MallNode

/// Says how many officiants an office has, by itself and without a gateway. The service must not run meanwhile.
struct OfficiantsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "officiants",
    abstract: "Shows or sets how many officiants (penghulu) an office has; contracts are booked for one of them.",
    discussion: "An office for which nothing was set has \(BookingTable.usualOfficiants).")

  @OptionGroup var node: NodeOptions

  @Argument(help: "The office's sub-district, such as \"Kota Gajah\".")
  var office: String

  @Option(help: "How many officiants it has from now on, 1 to 50. What is booked stays booked.")
  var set: Int?

  func validate() throws {
    guard set.map({ 1...50 ~= $0 }) ?? true else { throw ValidationError("--set is 1 to 50.") }
  }

  func run() async throws {
    let program = MarriageCommand.program
    let configuration = try NodeConfiguration(reader: try await node.reader(), nodeName: program.name)
    let (office, set) = (office, set)
    try await NodeExit.guarded {
      let runtime = try await NodeRuntime.open(configuration: configuration, migrations: program.allMigrations)
      defer { runtime.database.close() }
      guard let kua = KUAOffice(office, areas: runtime.areas) else { throw Refusal(.notFound, detail: "KUA \(office)") }
      let count = try await runtime.database.write { transaction in
        if let set { try BookingTable().setOfficiants(set, of: kua, in: transaction) }
        return try BookingTable().officiants(of: kua, in: transaction)
      }
      print("\(kua.name): \(count)")
    }
  }
}
