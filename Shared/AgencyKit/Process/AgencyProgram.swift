import MallDomain
import MallNode
import MallStore

/// What one agency executable is, and what sets it apart from the others.
package struct AgencyProgram: Sendable {
  /// The usual name of its node, such as `identity`; names its data folder when none is given.
  package var name: String
  /// Which agencies of the catalogue it serves when none are named.
  package var domain: Agency.Domain
  /// The tables of its registers. Those of every agency come before them.
  package var migrations: [MigrationList]
  /// Opens the office of one of its agencies.
  package var openOffice: @Sendable (AgencyTools) throws -> any BackOffice
  /// Brings what an older program wrote into today's form, after the migrations and before anything else: what needs
  /// the key of sealed columns can't be a migration. Run at every start; it does nothing where nothing is left to do.
  package var bringForward: @Sendable (Sealer, Transaction) throws -> Void

  package init(
    name: String, domain: Agency.Domain, migrations: [MigrationList] = [],
    bringForward: @escaping @Sendable (Sealer, Transaction) throws -> Void = { _, _ in },
    openOffice: @escaping @Sendable (AgencyTools) throws -> any BackOffice
  ) {
    self.bringForward = bringForward
    self.name = name
    self.domain = domain
    self.migrations = migrations
    self.openOffice = openOffice
  }

  /// All tables of the program's database but those that every node has.
  package var allMigrations: [MigrationList] {
    StoreSchema.agency + [ToldBills.migrations, PersonHoldTable.migrations] + migrations
  }

  /// Opens the node's database with everything in today's form.
  func open(_ configuration: NodeConfiguration) async throws -> NodeRuntime {
    let runtime = try await NodeRuntime.open(configuration: configuration, migrations: allMigrations)
    let (sealer, bringForward) = (runtime.sealer, bringForward)
    try await runtime.database.write { try bringForward(sealer, $0) }
    return runtime
  }
}

/// What a back office is opened with.
package struct AgencyTools: Sendable {
  package let agency: AgencyID
  package let sealer: Sealer
  package let calendar: WorkingCalendar
  package let areas: AreaTable
  /// The mall's time.
  package let clock: MallClock
  private let manifests: Manifests

  package init(
    agency: AgencyID, sealer: Sealer, calendar: WorkingCalendar, areas: AreaTable, clock: MallClock,
    manifests: Manifests
  ) {
    self.agency = agency
    self.sealer = sealer
    self.clock = clock
    self.calendar = calendar
    self.areas = areas
    self.manifests = manifests
  }

  /// The register of what the agency issued.
  package var documents: DocumentStore { DocumentStore(sealer: sealer) }

  /// The agency's manifest as it is at this moment; it may change while the program runs.
  package func manifest() throws(Refusal) -> Agency {
    try manifests.manifest(of: agency)
  }
}
