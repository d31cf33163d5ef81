import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Synchronization

/// People at a mall, who do their business through every fault, and write down what they were told.
final class Driver: Sendable {
  /// What becomes of an application.
  enum Course: CaseIterable, Sendable {
    case issued, supplementedThenIssued, rejected, withdrawn
  }

  struct Item: Sendable {
    var key: String
    var content: Wire.ApplicationContent
    var course: Course
    /// With a question left unanswered: it must be refused.
    var isBad: Bool
  }

  private let mall: TestMall
  private let history: History
  private let queue: Queue<Item>
  private let counts = Mutex(Counts())

  struct Counts: Sendable {
    var submits = 0
    var refusals = 0
    var ends = 0
  }

  init(mall: TestMall, history: History, items: [Item]) {
    self.mall = mall
    self.history = history
    queue = Queue(items)
  }

  var soFar: Counts { counts.withLock { $0 } }

  /// Draws a workload while all is well: the people in the examples must be known to the registers.
  static func items(_ count: Int, of services: [String], at mall: TestMall) async throws -> [Item] {
    return try await mall.acting(as: .citizen) { citizen in
      var generator = Seed.generator()
      var items: [Item] = []
      for number in 0..<count {
        let service = services[Int.random(in: 0..<services.count, using: &generator)]
        var content = try await citizen.example(of: service)
        let isBad = Int.random(in: 0..<8, using: &generator) == 0
        if isBad { content.set("telepon", to: "bukan nomor") }
        let course = Course.allCases[Int.random(in: 0..<Course.allCases.count, using: &generator)]
        items.append(Item(key: "run-\(number)-\(UUID().uuidString)", content: content, course: course, isBad: isBad))
      }
      return items
    }
  }

  /// Works until nothing is left to do.
  func run(people: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for person in 0..<people {
        group.addTask {
          while let item = self.queue.next() { try await self.carryOut(item, by: person) }
        }
      }
      try await group.waitForAll()
    }
  }

  private func carryOut(_ item: Item, by number: Int) async throws {
    let person = Badges.Person.citizen(number)
    guard let filed = try await submit(item, as: person) else { return }
    switch item.course {
    case .issued: try await finish(filed, over: .bank(number))
    case .supplementedThenIssued:
      try await supplement(filed, as: person)
      try await finish(filed, over: .bank(number))
    case .rejected: try await reject(filed)
    case .withdrawn: try await withdraw(filed, as: person)
    }
    counts.withLock { $0.ends += 1 }
  }

  private func submit(_ item: Item, as person: Badges.Person) async throws -> FiledCase? {
    try history.note(.init(act: .submit, phase: .asked, key: item.key))
    do {
      // Twice with the same key, since an answer may be lost on its way: the same application both times.
      var known: FiledCase?
      for _ in 0..<2 {
        let filed = try await persist("an acknowledgement") { [mall] in
          try await mall.acting(as: person) { try await FiledCase.file(item.content, by: $0, key: item.key) }
        }
        if let known, known.trackingCode != filed.trackingCode {
          throw OutOfPatience(description: "one key, two applications: \(known.caseID) and \(filed.caseID)")
        }
        known = filed
      }
      guard let filed = known else { return nil }
      try history.note(
        .init(act: .submit, phase: .acknowledged, key: item.key, caseID: filed.caseID, agency: filed.agency))
      counts.withLock { $0.submits += 1 }
      return filed
    } catch let refusal as Refusal where item.isBad && refusal.code == .invalidArgument {
      try history.note(.init(act: .submit, phase: .refused, key: item.key))
      counts.withLock { $0.refusals += 1 }
      return nil
    }
  }

  private func supplement(_ filed: FiledCase, as person: Badges.Person) async throws {
    try await advance(filed, to: .waitingForApplicant) { state, officer in
      switch state {
      case .received: try await officer.claim(filed.caseID, of: filed.agency)
      case .inReview:
        try await officer.ask(["telepon"], note: "Mohon nomor lain", filed.caseID, of: filed.agency)
      default: break
      }
      return state == .waitingForApplicant
    }
    try await advance(filed, to: .inReview) { state, _ in
      guard state == .waitingForApplicant else { return state != .received }
      let request = Wire.SupplementRequest(
        trackingCode: filed.trackingCode, fact: filed.fact ?? "", idempotencyKey: "supplement-\(filed.caseID)",
        values: [Wire.FieldValue(field: "telepon", value: "+6281234500077")])
      let _: Wire.SupplementResponse = try await self.mall.acting(as: person) {
        try await $0.call(.applicationSupplement, request)
      }
      return true
    }
  }

  private func finish(_ filed: FiledCase, over bank: Badges.Person) async throws {
    try await advance(filed, to: .issued) { state, officer in
      switch state {
      case .received: try await officer.claim(filed.caseID, of: filed.agency)
      case .inReview:
        do {
          try await officer.approve(filed.caseID, of: filed.agency)
        } catch let refusal as Refusal where !refusal.violations.isEmpty {
          // The mall's clock went past the day that the application was for: the checks stand against it.
          try await self.reject(filed, by: officer)
        }
      case .waitingForPayment: try await self.pay(filed, over: bank, officer)
      case .approved:
        try self.history.note(.init(act: .issue, phase: .asked, key: filed.caseID, caseID: filed.caseID))
        let answer = try await officer.issue(filed.caseID, of: filed.agency)
        try self.history.note(
          .init(
            act: .issue, phase: .acknowledged, key: filed.caseID, caseID: filed.caseID, agency: filed.agency,
            number: answer.output?.number))
      default: break
      }
      return state == .issued || state == .rejected
    }
  }

  private func pay(_ filed: FiledCase, over bank: Badges.Person, _ officer: MallClient) async throws {
    guard let bill = try await officer.track(filed.trackingCode).bill, bill.state != Bill.State.paid.rawValue
    else { return }
    try history.note(.init(act: .pay, phase: .asked, key: bill.billingCode, caseID: filed.caseID))
    // The bank, too, says it twice.
    try await mall.acting(as: bank) { bank in
      for _ in 0..<2 { try await bank.pay(bill) }
    }
    try history.note(
      .init(
        act: .pay, phase: .acknowledged, key: bill.billingCode, caseID: filed.caseID, number: bill.billingCode,
        amount: bill.amountRupiah))
  }

  private func reject(_ filed: FiledCase) async throws {
    try await advance(filed, to: .rejected) { state, officer in
      switch state {
      case .received: try await officer.claim(filed.caseID, of: filed.agency)
      case .inReview: try await self.reject(filed, by: officer)
      default: break
      }
      return state == .rejected
    }
  }

  private func reject(_ filed: FiledCase, by officer: MallClient) async throws {
    let request = Wire.DecideRequest(
      agency: filed.agency, caseID: filed.caseID, decision: "reject", reason: "Data tidak cocok")
    let _: Wire.CaseStepResponse = try await officer.call(
      .caseDecide, request, target: filed.agency, caseID: filed.caseID)
    try history.note(
      .init(act: .reject, phase: .acknowledged, key: filed.caseID, caseID: filed.caseID, agency: filed.agency))
  }

  private func withdraw(_ filed: FiledCase, as person: Badges.Person) async throws {
    let request = Wire.WithdrawRequest(trackingCode: filed.trackingCode, fact: filed.fact ?? "", reason: "Tidak jadi")
    _ = try await persist("a withdrawal") { [mall] () -> Bool in
      do {
        let _: Wire.WithdrawResponse = try await mall.acting(as: person) {
          try await $0.call(.applicationWithdraw, request)
        }
        return true
      } catch let refusal as Refusal where refusal.code == .failedPrecondition {
        // It was withdrawn by the request whose answer was lost.
        return true
      }
    }
    try history.note(
      .init(act: .withdraw, phase: .acknowledged, key: filed.caseID, caseID: filed.caseID, agency: filed.agency))
    try await advance(filed, to: .withdrawn) { state, _ in state == .withdrawn }
  }

  // MARK: - Through faults

  /// Takes a case's next step again and again, over links that are made anew when they break.
  private func advance(
    _ filed: FiledCase, to end: CaseState,
    _ step: @escaping @Sendable (CaseState, MallClient) async throws -> Bool
  ) async throws {
    let seen = Mutex("nothing")
    var last = "none"
    try await Patience.wait(
      until:
        "\(end.rawValue) of \(filed.caseID) of \(filed.service); it was \(seen.withLock { $0 }); last error: \(last)",
      within: Self.patience
    ) {
      do {
        return try await mall.acting(as: .officer) { officer in
          let track = try await officer.track(filed.trackingCode)
          seen.withLock { $0 = track.state }
          guard let state = CaseState(rawValue: track.state) else { return false }
          return try await step(state, officer)
        }
      } catch let refusal as Refusal where refusal.mayPass {
        last = "\(refusal)"
        return false
      }
    }
  }

  private func persist<Answer: Sendable>(
    _ what: String, _ ask: @escaping @Sendable () async throws -> Answer
  ) async throws -> Answer {
    try await Patience.wait(for: what, within: Self.patience) {
      do {
        return try await ask()
      } catch let refusal as Refusal where refusal.mayPass {
        return nil
      }
    }
  }

  /// Longer than any fault lasts, with the back-off after it.
  private static let patience = Duration.seconds(180)
}
