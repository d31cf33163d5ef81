import AgencyKit
import Foundation
import MallDomain
import MallStore
import MallTestSupport
import Testing

@testable import IdentityDocuments

/// What must hold in a register whatever happens to its people (`make properties`: to 100,000 residents).
@Suite struct RegisterPropertyTests {
  private static let residents =
    ProcessInfo.processInfo.environment["MALL_PROPERTY_RESIDENTS"].flatMap { Int($0) } ?? 2_000
  private static let steps = max(300, residents / 10)

  @Test func `One card each, heads, pairs, single numbers, and a journal from which it all follows`() async throws {
    try await IdentityWorld.run { world in
      var lives = try await Lives(world: world, niks: try await world.seed(residents: Self.residents))
      for _ in 0..<Self.steps { try await lives.step() }
      print("lives of \(Self.residents): \(lives.counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
      for kind in Lives.Kind.allCases {
        #expect(lives.counts["\(kind)", default: 0] > 0, "no \(kind) went through: the property says nothing of it")
      }
      let contradictions = try await world.contradictions()
      #expect(contradictions.isEmpty, "\(contradictions.count): \(contradictions.prefix(8))")
      #expect(try await world.contents() == (try await world.replayed()))
    }
  }
}

/// Random lives of a register's people: each step is one act of an officer or one event, judged as any other.
private struct Lives {
  enum Kind: CaseIterable {
    case marriage, divorce, death, departure, birth, merge
  }

  let world: IdentityWorld
  let household: ExampleHousehold
  var niks: [NIK]
  var generator = Seed.generator()
  var counts: [String: Int] = [:]
  private var events = 0

  init(world: IdentityWorld, niks: [NIK]) async throws {
    self.world = world
    self.niks = niks
    household = try await world.household()
  }

  mutating func step() async throws {
    guard let kind = Kind.allCases.randomElement(using: &generator), let person = try await somebody() else { return }
    do {
      switch kind {
      case .marriage: try await marry(person)
      case .divorce: try await divorce(person)
      case .death:
        try await issue(
          "akta-kematian",
          ["nik-almarhum": person.nik.text, "nama-almarhum": person.name, "tgl-meninggal": world.today.description])
      case .departure:
        guard let card = try await world.card(of: person.nik) else { return }
        try await issue("pindah-keluar", ["nik": person.nik.text, "nkk": card.number.text])
      case .birth: try await bear(person)
      case .merge: try await merge(person)
      }
      counts["\(kind)", default: 0] += 1
    } catch is Refusal {
      counts["refused", default: 0] += 1
    }
  }

  private mutating func somebody(_ fits: (Resident) -> Bool = { $0.state == .active }) async throws -> Resident? {
    for _ in 0..<40 {
      guard let nik = niks.randomElement(using: &generator) else { return nil }
      let resident = try await world.resident(nik)
      if resident.state == .active, fits(resident) { return resident }
    }
    return nil
  }

  private mutating func marry(_ person: Resident) async throws {
    let today = world.today
    let single: (Resident) -> Bool = { !$0.isMarried && $0.age(on: today) >= 19 }
    guard let groom = try await somebody({ single($0) && $0.sex == .male }),
      let bride = try await somebody({ single($0) && $0.sex == .female })
    else { throw Refusal(.notFound) }
    try await follow(
      .marriageRecorded, ["groom": groom.nik, "bride": bride.nik], ["how": "nikah", "on": world.today.description])
  }

  private mutating func divorce(_ person: Resident) async throws {
    guard let one = try await somebody({ $0.spouse != nil }) else { throw Refusal(.notFound) }
    try await follow(.divorceRecorded, ["applicant": one.nik], ["on": world.today.description, "number": "AC"])
  }

  private mutating func bear(_ person: Resident) async throws {
    let mothers: (Resident) -> Bool = { $0.sex == .female && $0.spouse != nil && $0.birthDate.year > 1980 }
    guard let mother = try await somebody(mothers), let father = mother.spouse,
      let card = try await world.card(of: mother.nik)
    else { throw Refusal(.notFound) }
    events += 1
    // A name has letters only.
    let number = String(String(events, radix: 10).map { Array("ABCDEFGHIJ")[$0.wholeNumberValue ?? 0] })
    let born = world.today.adding(days: -Int.random(in: 1...50, using: &generator))
    let document = try await issue(
      "akta-kelahiran",
      [
        "nik-ibu": mother.nik.text, "nik-ayah": father.text, "nkk": card.number.text, "tgl-lahir": born.description,
        "nama-anak": "Anak \(number)baru",
      ])
    if let child = document.holderNIK { niks.append(child) }
  }

  private mutating func merge(_ person: Resident) async throws {
    guard let other = try await somebody({ $0.spouse == nil && $0.sex == person.sex }), other.nik != person.nik else {
      throw Refusal(.notFound)
    }
    let (register, act) = (world.register, RegisterAct(kind: .merge, at: world.now, officer: "siti"))
    try await world.database.write { try register.merge(other.nik, into: person.nik, act, in: $0) }
  }

  @discardableResult
  private func issue(_ slug: String, _ changes: [String: String]) async throws -> IssuedDocument {
    try await world.issue(try world.file(slug, of: household, changes))
  }

  private mutating func follow(
    _ kind: LifeEventKind, _ persons: [String: NIK], _ values: [String: String]
  ) async throws {
    events += 1
    let event = LifeEvent(
      id: "\(kind.rawValue)/\(events)", kind: kind, agency: try AgencyID("kemenag"), caseID: nil, at: world.now,
      persons: persons, values: values)
    guard try await world.follow(event) == .followed else { throw Refusal(.failedPrecondition) }
  }
}

extension IdentityWorld {
  func card(of nik: NIK) async throws -> FamilyCard? {
    let register = register
    return try await database.read { try register.familyCards.card(of: nik, in: $0) }
  }

  /// What doesn't hold in the register as it is; empty when all does.
  func contradictions() async throws -> [String] {
    let (register, today) = (register, today)
    return try await database.read(limit: .seconds(600)) { transaction in
      var found: [String] = []
      let entries = try transaction.rows("SELECT entry FROM residents ORDER BY entry").map { try $0.integer("entry") }
      var niks: Set<NIK> = []
      for entry in entries {
        guard let person = try register.residents.find(entry: entry, in: transaction) else { continue }
        if !niks.insert(person.nik).inserted { found.append("record \(entry): a NIK given twice") }
        let card = try register.familyCards.card(of: person.nik, in: transaction)
        if person.state != .active, card != nil { found.append("record \(entry): \(person.state) and in a card") }
        if person.state == .active, card == nil, try wasInCard(person.nik, in: transaction) {
          found.append("record \(entry): active and in no card any more")
        }
        if let spouse = try person.spouse.flatMap({ try register.residents.find($0, in: transaction) }) {
          if spouse.spouse != person.nik { found.append("record \(entry): the spouse has another, or none") }
          if !person.isMarried { found.append("record \(entry): a spouse, and \(person.maritalStatus)") }
        }
        guard let card else { continue }
        let members = try register.familyCards.members(of: card.number, in: transaction)
        let heads = members.filter { $0.relation == .head }.count
        let mayHaveNone = HeadOfHousehold.successor(among: members, on: today) == nil
        if heads > 1 || (heads == 0 && !mayHaveNone) { found.append("record \(entry): a card of \(heads) heads") }
      }
      return found
    }
  }

  /// Who is enrolled or has arrived joins a card in a case of its own: until then they are in none.
  private func wasInCard(_ nik: NIK, in transaction: Transaction) throws -> Bool {
    try transaction.row("SELECT 1 FROM family_members WHERE nik_hash = ?", [.blob(sealer.key(of: nik))]) != nil
  }
}
