import Testing

@testable import MallDomain

@Suite struct CatalogueDirectoryTests {
  private let now = MallInstant(milliseconds: 1_000)
  private let polres: AgencyID
  private let sim: ServiceCode
  private let skck: ServiceCode
  private let first: Agency

  init() throws {
    first = try CatalogueSample.agency()
    polres = first.id
    sim = first.services[0].code
    skck = first.services[1].code
  }

  /// A version is named by the text itself: no two share one.
  private func directory(_ actions: [CatalogueAction] = []) -> CatalogueDirectory {
    CatalogueDirectory(hash: { $0 }, restoring: actions)
  }

  private func published() throws -> CatalogueDirectory {
    var directory = directory()
    _ = try directory.publish(first, servedByNode: [polres], at: now)
    return directory
  }

  private func live(_ directory: CatalogueDirectory, _ code: ServiceCode) throws -> PublicService {
    try directory.service(code, connected: []).service
  }

  @Test func aFirstPublicationIsLiveAtOnce() throws {
    let directory = try published()
    #expect(directory.services(connected: []).elements.map(\.service) == first.services)
    #expect(directory.agency(polres)?.queries == first.queries)
    #expect(directory.changes().elements.isEmpty)
  }

  @Test func nobodyPublishesUnderAnothersId() throws {
    var directory = directory()
    let refusal = #expect(throws: Refusal.self) {
      try directory.publish(first, servedByNode: [try AgencyID("samsat")], at: now)
    }
    #expect(refusal?.code == .permissionDenied)
    var foreign = first
    foreign.id = try AgencyID("samsat")
    let other = #expect(throws: Refusal.self) {
      try directory.publish(foreign, servedByNode: [foreign.id], at: now)
    }
    #expect(other?.code == .invalidArgument)
    #expect(other?.violations.contains { $0.field == "services[polres.skck].code" } == true)
    #expect(directory.services(connected: []).elements.isEmpty)
  }

  @Test func anothersCounterIsTaken() throws {
    var directory = try published()
    var other = first
    other.id = try AgencyID("samsat")
    other.services = [first.services[1]]
    other.services[0].code = try ServiceCode("samsat.skck")
    let refusal = #expect(throws: Refusal.self) { try directory.publish(other, servedByNode: [other.id], at: now) }
    #expect(refusal?.code == .alreadyExists)
    other.counter = "W"
    _ = try directory.publish(other, servedByNode: [other.id], at: now)
    #expect(directory.agencies(connected: [polres]).elements.map(\.isConnected) == [true, false])
  }

  @Test func theSameAgainChangesNothing() throws {
    var directory = try published()
    #expect(try directory.publish(first, servedByNode: [polres], at: now) == [])
  }

  @Test func aChangeOfTextsIsLiveAtOnceAndTheOldVersionStays() throws {
    var directory = try published()
    let old = try directory.service(skck, connected: [])
    var next = first
    next.services[1].description = LocalizedText(indonesian: "Lain.")
    _ = try directory.publish(next, servedByNode: [polres], at: now)
    #expect(try live(directory, skck) == next.services[1])
    #expect(directory.service(skck, version: old.version) == first.services[1])
  }

  static let heldChanges: [(CatalogueChange.Part, @Sendable (inout PublicService) -> Void)] = [
    (.fee, { $0.fee.amount = Rupiah(50_000) }),
    (.form, { $0.form[0].group = "pemohon" }),
    (.form, { $0.subjects = [Subject(role: "applicant", field: "nik")] }),
    (.output, { $0.output = LocalizedText(indonesian: "Kartu") }),
    (.output, { $0.policy.validityMonths = 12 }),
  ]

  @Test(arguments: heldChanges.indices)
  func aChangeOfFeeFormOrOutputWaitsForApproval(_ index: Int) throws {
    let (part, change) = CatalogueDirectoryTests.heldChanges[index]
    var directory = try published()
    var next = first
    change(&next.services[1])
    next.services[1].keywords = ["catatan"]
    _ = try directory.publish(next, servedByNode: [polres], at: now)
    #expect(try live(directory, skck) == first.services[1])
    let held = try #require(directory.changes().elements.first)
    #expect(held.parts == [part, .rest])
    #expect(held.proposedAt == now)
    #expect(directory.pending(of: polres) == [.service(skck)])

    let stale = #expect(throws: Refusal.self) { try directory.approve(held.subject, version: held.versionNow) }
    #expect(stale?.code == .failedPrecondition)
    _ = try directory.approve(held.subject, version: held.versionProposed)
    #expect(try live(directory, skck) == next.services[1])
    #expect(directory.changes().elements.isEmpty)
    let again = #expect(throws: Refusal.self) { try directory.approve(held.subject, version: held.versionProposed) }
    #expect(again?.code == .notFound)
  }

  @Test func aChangeOfQueriesWaitsForApprovalOnceForTheAgency() throws {
    var directory = try published()
    var next = first
    next.queries.append(
      QueryDeclaration(fact: "is-alive", direction: .asks, purposes: ["application-check"], roles: ["agency"]))
    next.name = LocalizedText(indonesian: "Polres Baru")
    _ = try directory.publish(next, servedByNode: [polres], at: now)
    #expect(directory.agency(polres)?.name.indonesian == "Polres Baru")
    #expect(directory.agency(polres)?.queries == first.queries)
    let held = try #require(directory.changes().elements.first)
    #expect(held.subject == .agency(polres))
    #expect(held.parts == [.queries])
    _ = try directory.approve(held.subject, version: held.versionProposed)
    #expect(directory.agency(polres)?.queries == next.queries)
    #expect(try directory.publish(next, servedByNode: [polres], at: now) == [])
  }

  @Test func aChangeTakenBackWaitsNoLonger() throws {
    var directory = try published()
    var next = first
    next.services[1].fee.amount = Rupiah(1)
    next.queries = []
    _ = try directory.publish(next, servedByNode: [polres], at: now)
    #expect(directory.changes().elements.count == 2)
    _ = try directory.publish(first, servedByNode: [polres], at: now)
    #expect(directory.changes().elements.isEmpty)
  }

  @Test func aSecondChangeTakesThePlaceOfTheFirst() throws {
    var directory = try published()
    for amount: Int64 in [1, 2] {
      var next = first
      next.services[1].fee.amount = Rupiah(amount)
      _ = try directory.publish(next, servedByNode: [polres], at: MallInstant(milliseconds: amount))
    }
    #expect(directory.changes().elements.map(\.proposedAt) == [MallInstant(milliseconds: 2)])
  }

  @Test func aWithdrawnServiceIsDelistedAndItsVersionsStay() throws {
    var directory = try published()
    let version = try directory.service(skck, connected: []).version
    var next = first
    next.services[1].fee.amount = Rupiah(1)
    _ = try directory.publish(next, servedByNode: [polres], at: now)
    next.services[0].requirements[0].source = nil
    next.services[0].requirements[0].document = nil
    next.services.removeLast()
    _ = try directory.publish(next, servedByNode: [polres], at: now)
    #expect(throws: Refusal.self) { try directory.service(skck, connected: []) }
    #expect(directory.service(skck, version: version) == first.services[1])
    #expect(directory.changes().elements.isEmpty)
    #expect(directory.published.flatMap(\.services).map(\.code) == [sim])
  }

  @Test func withdrawingIsNoWayAroundTheApproval() throws {
    var directory = try published()
    var without = first
    without.services[0].requirements[0].source = nil
    without.services[0].requirements[0].document = nil
    without.services.removeLast()
    _ = try directory.publish(without, servedByNode: [polres], at: now)
    var dearer = first
    dearer.services[1].fee.amount = Rupiah(99_000)
    _ = try directory.publish(dearer, servedByNode: [polres], at: now)
    #expect(try live(directory, skck) == first.services[1])
    #expect(directory.pending(of: polres) == [.service(skck)])
  }

  @Test func theActionsMakeTheSameDirectoryAgain() throws {
    var directory = directory()
    var actions = try directory.publish(first, servedByNode: [polres], at: now)
    var next = first
    next.services[1].fee.amount = Rupiah(1)
    next.services[0].description = LocalizedText(indonesian: "Lain.")
    actions += try directory.publish(next, servedByNode: [polres], at: now)
    var again = self.directory(actions)
    #expect(again.published == directory.published)
    #expect(again.changes().elements == directory.changes().elements)
    let held = try #require(again.changes().elements.first)
    _ = try again.approve(held.subject, version: held.versionProposed)
    #expect(try live(again, skck) == next.services[1])
  }

  @Test func listsAreFilteredAndShowWhoIsAway() throws {
    let directory = try published()
    func codes(_ filter: CatalogueFilter) -> [ServiceCode] {
      directory.services(filter, connected: []).elements.map(\.service.code)
    }
    #expect(codes(CatalogueFilter(channel: .online)) == [sim])
    #expect(codes(CatalogueFilter(lifeEvent: .working)) == [sim])
    #expect(codes(CatalogueFilter(agency: polres, category: .justice)) == [sim, skck])
    #expect(codes(CatalogueFilter(category: .health)) == [])
    #expect(try directory.service(sim, connected: []).isAvailable == false)
    #expect(try directory.service(sim, connected: [polres]).isAvailable)
  }

  @Test func pagesCoverTheWholeCatalogueOnce() throws {
    var directory = directory()
    for agency in try CatalogueFiles.agencies() {
      _ = try directory.publish(agency, servedByNode: [agency.id], at: now)
    }
    var codes: [ServiceCode] = []
    var page = CataloguePage(size: 7)
    repeat {
      let listing = directory.services(page: page, connected: [])
      codes += listing.elements.map(\.service.code)
      page.token = listing.next
    } while !page.token.isEmpty
    #expect(codes.count == 161)
    #expect(codes == codes.sorted())
    #expect(directory.services(connected: []).elements.count == CatalogueLimits.defaultPage)
    #expect(directory.services(page: CataloguePage(size: 9_999), connected: []).elements.count == 161)
    #expect(directory.agencies(connected: []).elements.map(\.services).reduce(0, +) == 161)
  }

  @Test func theCanonicalTextTellsEveryPartApart() throws {
    let services = try CatalogueFiles.agencies().flatMap(\.services)
    #expect(Set(services.map(\.canonicalText)).count == 161)
    let service = first.services[0]
    var other = service
    other.rules = []
    #expect(CatalogueChange.parts(from: service, to: other) == [.rest])
    other = service
    other.form[1].options.swapAt(0, 1)
    #expect(CatalogueChange.parts(from: service, to: other) == [.form])
    #expect(CatalogueChange.parts(from: service, to: service) == [])
  }
}
