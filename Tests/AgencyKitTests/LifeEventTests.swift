import Foundation
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire
import Testing

@testable import AgencyKit

/// Life events at their receiver: once, in order, and never in the way of others.
@Suite struct LifeEventTests {
  private static func event(_ persons: [String: String]) throws -> LifeEvent {
    LifeEvent(
      id: "marriage-recorded/1", kind: .marriageRecorded, agency: try AgencyID("polres"), caseID: nil,
      at: MallInstant(milliseconds: 1_800_000_000_000), persons: try persons.mapValues { try NIK($0) },
      values: ["on": "2026-11-20"])
  }

  @Test func `An event of two persons takes effect when it has come in the order of both, and once`() async throws {
    let office = FollowingOffice()
    try await AgencyWorld.run(try Services.agency("polres", services: [Services.policeRecord()]), register: office) {
      world in
      let event = try Self.event(["groom": People.adult, "bride": People.child])
      for (part, effects) in [("a", 0), ("a", 0), ("b", 1), ("a", 1), ("b", 1)] {
        try await world.tell(event, to: "disdukcapil", part: part)
        #expect(try await world.notes() == effects, "\(part)")
      }
      #expect(try await world.tasks(of: "disdukcapil").isEmpty)
    }
  }

  @Test func `What a register can't follow leaves no trace in it, and a task with both sides' reasons`() async throws {
    let office = FollowingOffice(refusing: true)
    try await AgencyWorld.run(try Services.agency("polres", services: [Services.policeRecord()]), register: office) {
      world in
      try await world.tell(try Self.event(["groom": People.adult]), to: "disdukcapil", part: "a")
      #expect(try await world.notes() == 0)
      let task = try #require(try await world.tasks(of: "disdukcapil").first)
      #expect(task.event.agency.text == "polres")
      #expect(task.event.persons["groom"]?.text == People.adult)
      #expect(task.reason.text(.english).contains("a spouse of another"))

      let desk = world.desks.tasks
      var officer = world.officer
      officer.principal.agencies = [try AgencyID("disdukcapil")]
      let listed = try await desk.list(Wire.ListTasksRequest(agency: "disdukcapil"), act: officer)
      #expect(listed.tasks.map(\.number) == [1])
      #expect(listed.tasks.allSatisfy { $0.persons.isEmpty && $0.values.isEmpty })
      let shown = try await desk.show(Wire.ShowTaskRequest(agency: "disdukcapil", number: 1), act: officer)
      #expect(shown.task?.persons.map(\.value) == [People.adult])
      let request = Wire.SettleTaskRequest(agency: "disdukcapil", number: 1, note: "Dicocokkan dengan KUA")
      #expect(try await desk.settle(request, act: officer).task?.settledBy == "siti")
      await #expect(throws: Refusal.self) { try await desk.settle(request, act: officer) }
      await #expect(throws: Refusal.self) {
        try await desk.list(Wire.ListTasksRequest(agency: "disdukcapil"), act: world.officer)
      }
      #expect(try await desk.list(Wire.ListTasksRequest(agency: "disdukcapil"), act: officer).tasks.isEmpty)
    }
  }

  @Test func `An event that its author didn't sign, or of an agency that isn't the author's, is refused`() async throws
  {
    let office = FollowingOffice()
    try await AgencyWorld.run(try Services.agency("polres", services: [Services.policeRecord()]), register: office) {
      world in
      var event = try Self.event(["groom": People.adult])
      await #expect(throws: Refusal.self) {
        try await world.tell(event, to: "disdukcapil", part: "a", signed: false)
      }
      event.agency = try AgencyID("rsud")
      await #expect(throws: Refusal.self) { try await world.tell(event, to: "disdukcapil", part: "a") }
      #expect(try await world.notes() == 0)
    }
  }

  @Test func `A manifest's event is told in its persons' orders, in the commit of the issue`() async throws {
    var agency = try Services.agency("polres", services: [Services.policeRecord()])
    let index = try #require(agency.services.indices.first)
    agency.services[index].emits = LifeEventDeclaration(kind: .businessRegistered, values: ["title": "nama"])
    let service = agency.services[index]
    try await AgencyWorld.run(agency) { world in
      let caseID = try await world.file(service)
      _ = try await world.claim(caseID)
      _ = try await world.decide(caseID, "approve")
      if let fee = service.fee.amount, fee > .zero { try await world.pay(caseID, fee.amount) }
      _ = try await world.issue(caseID)
      let told = try await world.parts.database.read {
        try Outbox.pending(SignedDeliveries.destination, after: 0, limit: 100, in: $0)
      }.filter { $0.kind == DeliveryKind.lifeEvent }
      #expect(told.count == 1)
      let event = try LifeEvent(
        wire: Wire.LifeEvent(decoding: try #require(told.first).content(openedBy: world.parts.sealer)))
      #expect(event.kind == .businessRegistered)
      #expect(event.id == "nib-issued/\(caseID)")
      #expect(event.values["title"] == "Budi Santoso")
      #expect(event.persons["applicant"]?.text == People.adult)
      #expect(told.first?.orderingKey.contains(People.adult) == false)
    }
  }
}

/// A register that counts what it followed, in a table of its own.
private struct FollowingOffice: BackOffice {
  var refusing = false

  func follow(_ event: LifeEvent, at now: MallInstant, in transaction: Transaction) throws -> LifeEventOutcome {
    _ = try Counter.next("followed", in: transaction)
    if refusing { throw Refusal(.failedPrecondition, detail: "a spouse of another") }
    return .followed
  }

  func questions(about file: CaseFile) -> [AgencyQuestion] { [] }
  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] { [] }
  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge { .nothing }
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument { throw Refusal(.unimplemented) }
  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {}
  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer { throw Refusal(.unimplemented) }
  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill { throw Refusal(.notFound) }
  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    throw Refusal(.unimplemented)
  }
}

extension AgencyWorld {
  /// As the gateway forwards what an agency signed.
  fileprivate func tell(_ event: LifeEvent, to subscriber: String, part: String, signed: Bool = true) async throws {
    let content = Wire.LifeEvent(event).encoded()
    let scope = SignatureScope(method: DeliveryKind.lifeEvent, receiver: "", caseID: "")
    var signature = try parts.signer.sign(content, scope: scope, at: MallClock.system.now(), validFor: .seconds(60))
    if !signed { signature.value = Array(signature.value.reversed()) }
    let notice = Wire.LifeEventNotice(subscriber: subscriber, event: content, signature: signature)
    let delivery = Wire.Delivery(
      orderingKey: part, kind: DeliveryKind.lifeEventNotice, content: notice.encoded())
    let (events, gateway) = (desks.events, gateway)
    try await parts.database.write { try events.receive(delivery, act: gateway, in: $0) }
  }

  fileprivate func notes() async throws -> Int64 {
    try await parts.database.read {
      try $0.integer("SELECT value FROM counters WHERE name = 'followed'") ?? 0
    }
  }

  fileprivate func tasks(of agency: String) async throws -> [OfficerTask] {
    let (store, agency) = (TaskStore(sealer: parts.sealer), try AgencyID(agency))
    return try await parts.database.read { try store.list(of: agency, .open, .first, in: $0).items }
  }
}
