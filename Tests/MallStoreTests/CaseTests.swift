import Foundation
import MallDomain
import Testing

@testable import MallStore

/// Things that several suites need.
enum Sample {
  static let agency = identifier("disdukcapil", AgencyID.self)
  static let other = identifier("bapenda", AgencyID.self)
  static let service = identifier("disdukcapil.akta-kelahiran", ServiceCode.self)
  static let gateway = identifier("gateway", NodeID.self)
  static let citizen = Principal(role: .citizen, subject: "warga-1", voucher: gateway)

  private static func identifier<ID: TextIdentifier>(_ text: String, _ type: ID.Type) -> ID {
    do {
      return try ID(text)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  static func caseID(_ number: Int) -> CaseID {
    var generator = Seeded(state: UInt64(number))
    return CaseID.make(at: TestStore.now.adding(.seconds(number)), using: &generator)
  }

  static func trackingCode(_ number: Int) -> TrackingCode {
    var generator = Seeded(state: UInt64(number))
    return TrackingCode.make(using: &generator)
  }

  static func application(_ number: Int, sealer: Sealer, agency: AgencyID = agency, state: CaseState = .submitted)
    -> NewApplication
  {
    NewApplication(
      caseID: caseID(number), agency: agency, service: service, serviceVersion: "v1", state: state,
      trackingHash: ApplicationStore.trackingHash(trackingCode(number), by: sealer),
      content: Array("isi \(number)".utf8), facts: ["1802071708950003"],
      submitter: citizen, acceptedAt: TestStore.now, due: LocalDate("2026-12-01"), dueIsEstimate: true)
  }
}

@Suite struct ApplicationStoreTests {
  private let store: TestStore
  private let applications: ApplicationStore

  init() throws {
    store = try TestStore()
    applications = ApplicationStore(sealer: store.sealer)
  }

  private func insert(_ application: NewApplication) async throws {
    try await store.write { [applications] in try applications.insert(application, in: $0) }
  }

  @Test func anApplicationIsFoundByItsCodeOrItsId() async throws {
    for number in 1...3 { try await insert(Sample.application(number, sealer: store.sealer)) }
    let found = try await store.read { [applications] transaction in
      (
        try applications.find(trackingCode: Sample.trackingCode(2), in: transaction),
        try applications.find(Sample.caseID(2), in: transaction),
        try applications.find(trackingCode: Sample.trackingCode(9), in: transaction)
      )
    }
    let record = try #require(found.0)
    #expect(record == found.1 && found.2 == nil)
    #expect(record.caseID == Sample.caseID(2) && record.service == Sample.service && record.version == 1)
    #expect(record.due == LocalDate("2026-12-01") && record.dueIsEstimate && record.state == .submitted)
  }

  @Test func contentNeedsAFactOfTheApplication() async throws {
    try await insert(Sample.application(1, sealer: store.sealer))
    try await insert(Sample.application(2, sealer: store.sealer))
    try await store.write { [applications] transaction in
      try applications.addFacts(["+6281234", "+6281234"], to: Sample.caseID(1), in: transaction)
    }
    let known = try await store.read { [applications] transaction in
      try [
        ("1802071708950003", 1), ("+6281234", 1), ("+6281234", 2), ("1802071708950004", 1), ("", 1),
      ].map { try applications.knows($0, of: Sample.caseID($1), in: transaction) }
    }
    #expect(known == [true, true, false, false, false])
    let content = try await store.read { [applications] in try applications.content(Sample.caseID(1), in: $0) }
    #expect(
      content
        == Array("isi 1".utf8))
  }

  @Test func theFileHoldsNoPersonalDataInClear() async throws {
    try await insert(Sample.application(1, sealer: store.sealer))
    let timeline = applications.timeline
    try await store.write { transaction in
      try timeline.append(
        TimelineEntry(
          caseID: Sample.caseID(1), step: 1, kind: "noted", at: TestStore.now, actor: "citizen", payload: "{}",
          note: "Siti Aminah"),
        in: transaction)
    }
    store.database.close()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: store.folder.file("mall.sqlite")))
    for secret in ["isi 1", "1802071708950003", "Siti Aminah", "warga-1", Sample.trackingCode(1).canonical] {
      #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) can be read")
    }
    #expect(bytes.range(of: Data(Sample.caseID(1).text.utf8)) != nil)
  }

  @Test func aStepOnAnOldVersionIsRefused() async throws {
    try await insert(Sample.application(1, sealer: store.sealer))
    let update: @Sendable (Int64?) async throws -> Int64 = { [store, applications] version in
      try await store.write { transaction in
        try applications.update(
          Sample.caseID(1), expecting: version, state: .received, due: nil, dueIsEstimate: false, at: TestStore.now,
          in: transaction)
      }
    }
    #expect(try await update(1) == 2)
    #expect(await refusalCode { _ = try await update(1) } == .aborted)
    #expect(try await update(nil) == 3)
    let unknown = await refusalCode {
      try await store.write { [applications] transaction in
        _ = try applications.update(
          Sample.caseID(9), expecting: nil, state: .received, due: nil, dueIsEstimate: false, at: TestStore.now,
          in: transaction)
      }
    }
    #expect(unknown == .notFound)
  }

  @Test func listsAreFilteredAndPaged() async throws {
    for number in 1...7 {
      try await insert(
        Sample.application(
          number, sealer: store.sealer, agency: number == 7 ? Sample.other : Sample.agency,
          state: number % 3 == 0 ? .rejected : .received))
    }
    #expect(try await listed(CaseFilter()) == Array(1...7))
    #expect(try await listed(CaseFilter(agency: Sample.agency)) == Array(1...6))
    #expect(try await listed(CaseFilter(agency: Sample.agency, state: .open)) == [1, 2, 4, 5])
    #expect(try await listed(CaseFilter(state: .only(.rejected))) == [3, 6])
    #expect(try await listed(CaseFilter(service: try ServiceCode("bapenda.pbb"))) == [])
  }

  /// All pages of two, as the numbers of the applications.
  private func listed(_ filter: CaseFilter) async throws -> [Int] {
    let numbers = Dictionary(uniqueKeysWithValues: (1...7).map { (Sample.caseID($0), $0) })
    var found: [Int] = []
    var token = ""
    repeat {
      let request = try PageRequest(size: 2, token: token)
      let page = try await store.read { [applications] in try applications.list(filter, request, in: $0) }
      #expect(page.items.count <= 2)
      found += page.items.compactMap { numbers[$0.caseID] }
      token = page.nextToken
    } while !token.isEmpty
    return found
  }
}

@Suite struct CaseStoreTests {
  private let store: TestStore
  private let cases: CaseStore

  init() throws {
    store = try TestStore()
    cases = CaseStore(sealer: store.sealer)
  }

  @Test func anAgencyKeepsItsCaseBesideTheMalls() async throws {
    let new = NewCase(
      caseID: Sample.caseID(1), agency: Sample.agency, service: Sample.service, serviceVersion: "v1", state: .received,
      content: [1], acceptedAt: TestStore.now, due: nil, dueIsEstimate: false)
    let applications = ApplicationStore(sealer: store.sealer)
    let record = try await store.write { [cases] transaction in
      try applications.insert(Sample.application(1, sealer: store.sealer), in: transaction)
      try cases.insert(new, in: transaction)
      try cases.parts.set(new.caseID, part: .findings, bytes: [7], in: transaction)
      try cases.parts.set(new.caseID, part: .findings, bytes: [8], in: transaction)
      try cases.update(
        new.caseID, expecting: 1, state: .inReview, officer: "petugas-1", fee: Rupiah(5_000), due: nil,
        dueIsEstimate: false, at: TestStore.now, in: transaction)
      #expect(try cases.parts.get(new.caseID, part: .findings, in: transaction) == [8])
      #expect(try cases.parts.get(new.caseID, part: .content, in: transaction) == [1])
      #expect(try cases.parts.get(new.caseID, part: .output, in: transaction) == nil)
      #expect(try applications.find(new.caseID, in: transaction)?.state == .submitted)
      return try cases.find(new.caseID, in: transaction)
    }
    #expect(record?.officer == "petugas-1" && record?.fee == Rupiah(5_000) && record?.state == .inReview)
  }

  @Test func aSealedPartOpensInItsOwnCaseOnly() async throws {
    let parts = cases.parts
    try await store.write { transaction in
      try parts.set(Sample.caseID(1), part: .content, bytes: [1], in: transaction)
      try parts.set(Sample.caseID(2), part: .content, bytes: [2], in: transaction)
      try transaction.execute(
        "UPDATE case_parts SET sealed = (SELECT sealed FROM case_parts WHERE case_id = ?) WHERE case_id = ?",
        [SQLValue(Sample.caseID(1)), SQLValue(Sample.caseID(2))])
    }
    await #expect(throws: StoreError.unsealable(place: "case_parts.sealed")) {
      try await store.read { try parts.get(Sample.caseID(2), part: .content, in: $0) }
    }
  }

  @Test func aTimelineHasEachStepOnce() async throws {
    let timeline = cases.timeline
    let entries = (1...5).map { step in
      TimelineEntry(
        caseID: Sample.caseID(1), step: Int64(step), kind: "noted", at: TestStore.now, actor: "officer:p",
        payload: "{}", note: step % 2 == 0 ? "catatan \(step)" : nil)
    }
    try await store.write { transaction in
      for entry in entries { try timeline.append(entry, in: transaction) }
    }
    let (all, later, last) = try await store.read { transaction in
      (
        try timeline.entries(Sample.caseID(1), limit: 100, in: transaction),
        try timeline.entries(Sample.caseID(1), after: 2, limit: 2, in: transaction),
        try timeline.lastStep(Sample.caseID(1), in: transaction)
      )
    }
    #expect(all == entries && later == Array(entries[2...3]) && last == 5)
    await #expect(throws: StoreError.self) { try await store.write { try timeline.append(entries[0], in: $0) } }
    #expect(try await store.read { try timeline.lastStep(Sample.caseID(2), in: $0) } == 0)
  }
}

@Suite struct IdempotencyStoreTests {
  private func key(_ subject: String, _ method: String, _ key: String) -> IdempotencyKey {
    IdempotencyKey(
      principal: Principal(role: .citizen, subject: subject, voucher: Sample.gateway), method: method, key: key)
  }

  @Test func theSameKeyGetsTheSameAnswer() async throws {
    let store = try TestStore()
    let idempotency = IdempotencyStore(sealer: store.sealer)
    let used = key("warga", "application.submit", "k1")
    try await store.write { transaction in
      #expect(try idempotency.answer(used, bodyHash: [1], in: transaction) == nil)
      try idempotency.record(used, bodyHash: [1], answer: [42], at: TestStore.now, in: transaction)
      #expect(try idempotency.answer(used, bodyHash: [1], in: transaction) == [42])
    }
    #expect(
      await refusalCode { try await store.read { _ = try idempotency.answer(used, bodyHash: [2], in: $0) } }
        == .alreadyExists)
    for other in [
      key("orang lain", "application.submit", "k1"), key("warga", "payment.notify", "k1"),
      key("warga", "application.submit", "k2"),
    ] {
      #expect(try await store.read { try idempotency.answer(other, bodyHash: [2], in: $0) } == nil)
    }
  }

  @Test func answersAreKeptForTheirTime() async throws {
    let store = try TestStore()
    let idempotency = IdempotencyStore(sealer: store.sealer)
    for days in [0, 399, 401] {
      let used = key("warga", "application.submit", "k\(days)")
      let at = TestStore.now.adding(.seconds(-days * 86_400))
      try await store.write { try idempotency.record(used, bodyHash: [1], answer: [], at: at, in: $0) }
    }
    let limit = TestStore.now.adding(.zero - IdempotencyStore.retention)
    #expect(try await store.write { try idempotency.prune(before: limit, in: $0) } == 1)
  }
}
