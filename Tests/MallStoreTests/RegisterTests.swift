import MallDomain
import Testing

@testable import MallStore

@Suite struct CatalogueLogTests {
  private let store: TestStore
  private let log = CatalogueLog()

  init() throws {
    store = try TestStore()
  }

  @Test func whatWasWrittenIsReadInOrder() async throws {
    let first = CatalogueLog.Entry(
      kind: "version", subject: Sample.service.text, version: "v1", content: [1, 2], at: TestStore.now)
    let second = CatalogueLog.Entry(kind: "listed", subject: Sample.service.text, version: "v1", at: TestStore.now)
    let third = CatalogueLog.Entry(kind: "delisted", subject: Sample.service.text, at: TestStore.now)
    try await store.write { [log] in try log.append([first, second], in: $0) }
    try await store.write { [log] in try log.append([third], in: $0) }
    let entries = try await store.read { [log] in try log.entries(in: $0) }
    #expect(entries == [first, second, third])
  }

  @Test func theLastSightingOfAnAgencyCounts() async throws {
    let later = TestStore.now.adding(.seconds(5))
    try await store.write { [log] transaction in
      try log.saw(Sample.agency, through: Sample.gateway, at: TestStore.now, in: transaction)
      try log.saw(Sample.agency, through: Sample.gateway, at: later, in: transaction)
    }
    let sightings = try await store.read { [log] in try log.sightings(in: $0) }
    #expect(sightings == [Sample.agency: CatalogueLog.Sighting(at: later, node: Sample.gateway)])
  }
}

@Suite struct EvidenceStoreTests {
  private static let nik = "1802071708950003"
  private let store: TestStore
  private let evidence: EvidenceStore
  private let caseID: CaseID

  init() throws {
    store = try TestStore()
    evidence = EvidenceStore(sealer: store.sealer)
    caseID = CaseID.make(at: TestStore.now)
  }

  private func add(_ requirements: String...) async throws {
    let caseID = caseID
    try await store.write { [evidence] transaction in
      for requirement in requirements {
        try evidence.add(
          .init(
            caseID: caseID, requirement: requirement, agency: Sample.agency, document: requirement,
            subject: Self.nik, giveUpAt: TestStore.now),
          in: transaction)
      }
    }
  }

  private func pending() async throws -> [EvidenceStore.Request] {
    try await store.read { [evidence] in try evidence.pending(agency: Sample.agency, limit: 10, in: $0) }
  }

  @Test func theLastAnswerOfACaseIsTold() async throws {
    try await add("kk", "ktp")
    let requests = try await pending()
    #expect(requests.map(\.requirement) == ["kk", "ktp"])
    #expect(requests.allSatisfy { $0.subject == Self.nik })
    let first = try await store.write { [evidence] in
      try evidence.settle(requests[0], answer: [7], signature: [8], in: $0)
    }
    let second = try await store.write { [evidence] in
      try evidence.settle(requests[1], answer: nil, signature: nil, in: $0)
    }
    let again = try await store.write { [evidence] in
      try evidence.settle(requests[1], answer: [9], signature: nil, in: $0)
    }
    #expect([first, second, again] == [false, true, false])
    let caseID = caseID
    let found = try await store.read { [evidence] in try evidence.found(caseID, in: $0) }
    #expect(found.map(\.requirement) == ["kk"] && found.first?.answer == [7] && found.first?.signature == [8])
  }

  @Test func anAbandonedCaseAsksNothingMore() async throws {
    try await add("kk")
    let caseID = caseID
    let first = try await store.write { [evidence] in try evidence.abandon(caseID, in: $0) }
    let left = try await pending()
    let second = try await store.write { [evidence] in try evidence.abandon(caseID, in: $0) }
    #expect(first && left.isEmpty && !second)
  }

  @Test func oneIssuerDoesNotHoldUpAnother() async throws {
    try await add("kk", "ktp")
    let other = try AgencyID("kpp-pratama")
    let caseID = caseID
    try await store.write { [evidence] in
      try evidence.add(
        .init(
          caseID: caseID, requirement: "npwp", agency: other, document: "npwp", subject: Self.nik,
          giveUpAt: TestStore.now.adding(.seconds(60))),
        in: $0)
    }
    let asked = try await store.read { [evidence] in try evidence.pending(agency: other, limit: 1, in: $0) }
    #expect(asked.map(\.requirement) == ["npwp"])
    let early = TestStore.now.adding(.seconds(-1))
    let (none, some, all) = try await store.read { [evidence] transaction in
      (
        try evidence.overdue(at: early, limit: 10, in: transaction).count,
        try evidence.overdue(at: TestStore.now, limit: 10, in: transaction).map(\.requirement),
        try evidence.overdue(at: TestStore.now.adding(.seconds(60)), limit: 10, in: transaction).count
      )
    }
    #expect(none == 0 && Set(some) == ["kk", "ktp"] && all == 3)
  }

  @Test func thePersonAskedAboutIsSealed() async throws {
    try await add("kk")
    let stored = try await store.read { try $0.row("SELECT subject FROM evidence_requests")?.bytes("subject") }
    #expect(stored.map { !$0.isEmpty && !String(decoding: $0, as: UTF8.self).contains(Self.nik) } == true)
  }
}

@Suite struct DocumentStoreTests {
  private static let holder = "1802071708950003"
  private let store: TestStore
  private let documents: DocumentStore

  init() throws {
    store = try TestStore()
    documents = DocumentStore(sealer: store.sealer)
  }

  private func document(_ number: String, issuedOn: String, validThrough: String? = nil) throws -> NewDocument {
    NewDocument(
      type: "skck", number: number, holder: Self.holder, agency: Sample.agency, service: Sample.service,
      caseID: Sample.caseID(1), issuedOn: try #require(LocalDate(issuedOn)),
      validThrough: validThrough.flatMap { LocalDate($0) }, fields: Array(number.utf8))
  }

  private func issue(_ document: NewDocument, replacing: Bool = false) async throws {
    try await store.write { [documents] in
      try documents.issue(document, replacing: replacing, at: TestStore.now, in: $0)
    }
  }

  private func active(on date: String) async throws -> String? {
    let date = try #require(LocalDate(date))
    return try await store.read { [documents] in
      try documents.active(type: "skck", holder: Self.holder, on: date, in: $0)?.document.number
    }
  }

  @Test func theNewestValidDocumentOfAHolderCounts() async throws {
    try await issue(try document("1", issuedOn: "2026-01-01", validThrough: "2026-06-30"))
    try await issue(try document("2", issuedOn: "2026-03-01", validThrough: "2026-04-30"))
    #expect(try await active(on: "2026-04-30") == "2")
    #expect(try await active(on: "2026-05-01") == "1")
    #expect(try await active(on: "2026-07-01") == nil)
    let found = try await store.read { [documents] in try documents.find(type: "skck", number: "1", in: $0) }
    #expect(found?.document == (try document("1", issuedOn: "2026-01-01", validThrough: "2026-06-30")))
    let otherType = try await store.read { [documents] in try documents.find(type: "sim", number: "1", in: $0) }
    #expect(otherType == nil)
    let otherHolder = try await store.read { [documents] in
      try documents.documents(type: "skck", holder: "other", in: $0)
    }
    #expect(otherHolder == [])
    let count = try await store.read { [documents] in try documents.documents(of: Sample.caseID(1), in: $0).count }
    #expect(count == 2)
  }

  @Test func aReplacementTakesThePlaceOfTheFormer() async throws {
    try await issue(try document("1", issuedOn: "2026-01-01"))
    try await issue(try document("2", issuedOn: "2026-02-01"), replacing: true)
    let states = try await store.read { [documents] transaction in
      try documents.documents(type: "skck", holder: Self.holder, in: transaction).map { ($0.document.number, $0.state) }
    }
    #expect(states.map(\.0) == ["2", "1"] && states.map(\.1) == [.active, .replaced])
  }

  @Test func aRevokedDocumentProvesNothing() async throws {
    try await issue(try document("1", issuedOn: "2026-01-01"))
    let revoke: @Sendable (Transaction) throws -> Void = { [documents] in
      try documents.setState(type: "skck", number: "1", .revoked, at: TestStore.now, in: $0)
    }
    try await store.write(revoke)
    #expect(try await active(on: "2026-01-02") == nil)
    #expect(await refusalCode { try await store.write(revoke) } == .failedPrecondition)
    #expect(
      await refusalCode { try await issue(try document("1", issuedOn: "2026-01-01")) } == .alreadyExists)
  }
}

@Suite struct AuditLogTests {
  private let store: TestStore
  private let audit: AuditLog

  init() throws {
    store = try TestStore()
    audit = AuditLog(sealer: store.sealer)
  }

  private static func entry(_ subject: String?, detail: String = "content") -> AuditEntry {
    AuditEntry(
      at: TestStore.now, principal: Sample.citizen, method: "application.show", purpose: "application",
      caseID: Sample.caseID(1), subject: subject, detail: detail, outcome: .permissionDenied)
  }

  @Test func anEntryIsWrittenWithItsActOrNotAtAll() async throws {
    struct Undo: Error {}
    try? await store.write { [audit] transaction in
      try audit.append(Self.entry("a"), in: transaction)
      throw Undo()
    }
    let sequence = try await store.write { [audit] in try audit.append(Self.entry("a"), in: $0) }
    #expect(sequence == 1)
    let records = try await store.read { [audit] in try audit.entries(after: 0, limit: 10, in: $0) }
    #expect(records.count == 1)
    #expect(records[0].isIntact && records[0].leaf.count == 32 && records[0].outcome == .permissionDenied)
  }

  @Test func personsSeeWhatConcernsThem() async throws {
    for subject in ["a", "b", "a", "a", nil] {
      try await store.write { [audit] in _ = try audit.append(Self.entry(subject), in: $0) }
    }
    var sequences: [Int64] = []
    var token = ""
    repeat {
      let request = try PageRequest(size: 2, token: token)
      let page = try await store.read { [audit] in try audit.entries(subject: "a", request, in: $0) }
      sequences += page.items.map(\.sequence)
      token = page.nextToken
    } while !token.isEmpty
    #expect(sequences == [1, 3, 4])
    let ofCase = try await store.read { [audit] in
      try audit.entries(caseID: Sample.caseID(1), PageRequest.first, in: $0).items.count
    }
    #expect(ofCase == 5)
  }

  @Test func aChangedRowIsNoticed() async throws {
    try await store.write { [audit] in _ = try audit.append(Self.entry("a"), in: $0) }
    for change in ["detail = 'nothing'", "case_id = NULL", "subject_hash = NULL", "at = at + 1", "outcome = 0"] {
      let isIntact = try await store.write { [audit] transaction in
        try transaction.execute("SAVEPOINT change")
        try transaction.execute("UPDATE audit SET \(change)")
        let isIntact = try audit.entries(after: 0, limit: 1, in: transaction)[0].isIntact
        try transaction.execute("ROLLBACK TO SAVEPOINT change")
        try transaction.execute("RELEASE SAVEPOINT change")
        return isIntact
      }
      #expect(!isIntact, "\(change) was not noticed")
    }
  }

  @Test func canonicalBytesKeepFieldsApart() async throws {
    let (first, second) = try await store.write { [audit] transaction in
      try audit.append(Self.entry("a", detail: "xy"), in: transaction)
      var entry = Self.entry("a", detail: "y")
      entry.purpose += "x"
      try audit.append(entry, in: transaction)
      let records = try audit.entries(after: 0, limit: 2, in: transaction)
      return (records[0], records[1])
    }
    var moved = second
    moved.sequence = first.sequence
    #expect(moved.canonicalBytes != first.canonicalBytes)
  }
}
