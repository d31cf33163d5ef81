import Foundation
import MallDomain
import MallStore
import MallTestSupport
import Testing

@testable import IdentityDocuments

/// Second records of one person are found, and others are left alone (`make properties`: among 100,000 residents).
@Suite struct DuplicateTests {
  private static let residents =
    ProcessInfo.processInfo.environment["MALL_PROPERTY_RESIDENTS"].flatMap { Int($0) } ?? 2_000
  /// Every so many residents one is looked for under another spelling, and one as they are not to be found again.
  private static let everyNth = max(1, residents / 400)

  @Test func `Planted second records are found, and nearly nothing else`() async throws {
    try await IdentityWorld.run { world in
      let niks = try await world.seed(residents: Self.residents)
      var planted = PlantedDuplicates(Seed.generator())
      var (found, missed, wrong) = (0, 0, 0)
      var times: [Duration] = []
      for nik in niks.enumerated().filter({ $0.offset % Self.everyNth == 0 }).map(\.element) {
        let resident = try await world.resident(nik)
        let copy = planted.copy(of: resident)
        let start = ContinuousClock.now
        let matches = try await world.duplicates(of: copy)
        times.append(ContinuousClock.now - start)
        if matches.contains(where: { $0.resident.nik == nik }) { found += 1 } else { missed += 1 }
        wrong += matches.count { $0.resident.nik != nik }
        // Nobody is the duplicate of somebody else: whoever has a record of their own stays alone.
        wrong += try await world.duplicates(of: PersonLikeness(resident), but: nik).count
      }
      let recall = Double(found) / Double(found + missed)
      let precision = Double(found) / Double(max(1, found + wrong))
      times.sort()
      print(
        "duplicates among \(niks.count): recall \(recall), precision \(precision), \(times.count) searches,",
        "median \(times[times.count / 2]), 99th percentile \(times[times.count * 99 / 100])")
      #expect(recall >= 0.95)
      #expect(precision >= 0.8)
    }
  }

  @Test func `Names in old and new spelling, abbreviated, with and without the father's, are alike`() {
    for (one, other) in [
      ("Soekardjo", "Sukarjo"), ("Tjahjono Moeljadi", "Cahyono Mulyadi"), ("Moh. Yusuf", "Muhammad Yusuf"),
      ("Siti Aminah binti Hasan", "Siti Aminah"), ("Siti Aminah", "Aminah Siti"),
    ] {
      #expect(NameLikeness.wordLikeness(one, other) >= 0.9, "\(one), \(other)")
    }
    for (one, other) in [("Siti Aminah", "Siti Rohana"), ("Agus Salim", "Bambang Susilo"), ("Sri", "Slamet")] {
      #expect(NameLikeness.wordLikeness(one, other) < 0.85, "\(one), \(other)")
    }
  }

  @Test func `Jaro and Winkler's own examples`() {
    for (one, other, likeness) in [
      ("MARTHA", "MARHTA", 0.961), ("DWAYNE", "DUANE", 0.840), ("DIXON", "DICKSONX", 0.813),
    ] {
      #expect(abs(JaroWinkler.likeness(one, other) - likeness) < 0.001, "\(one)")
    }
    #expect(JaroWinkler.likeness("", "") == 1)
    #expect(JaroWinkler.likeness("a", "") == 0)
  }

  @Test func `An officer who enrols or registers a birth is shown the record that is alike`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let child = try await world.resident(household.nik(.child))
      let file = try world.file(
        "biodata-wni", of: household,
        ["nama": child.name + "h", "tgl-lahir": child.birthDate.description, "jk": child.sex == .male ? "L" : "P"])
      let entry = try #require(try await world.entry(of: child.nik))
      let warnings = try await world.findings(file).filter { $0.rule == "I2" && $0.severity == .warning }
      #expect(warnings.count == 1)
      #expect(warnings.first?.text.text(.english).contains(String(entry)) == true)
      #expect(warnings.first?.text.text(.english).contains(child.name) == false)
    }
  }

  @Test func `A name that was changed is found by the new one and no longer by the old one`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let nik = try household.nik(.child)
      let old = try await world.resident(nik).name
      let (register, now) = (world.register, world.now)
      try await world.database.write { transaction in
        try register.change(nik, RegisterAct(kind: .dataChange, at: now), in: transaction) {
          $0.name = "Xaverius Quintus"
        }
      }
      #expect(try await world.found("Saverius Kuintus").map(\.resident.nik) == [nik])
      #expect(try await !world.found(old).map(\.resident.nik).contains(nik))
    }
  }
}

extension IdentityWorld {
  /// Enters invented people and returns their numbers.
  func seed(residents: Int) async throws -> [NIK] {
    let population = SyntheticPopulation(seed: 7, date: today, areas: areas)
    let people = InventedPeople(register: register, date: today, at: now)
    var niks: [NIK] = []
    var batch: [SyntheticHousehold] = []
    func enter() async throws {
      let households = batch
      batch = []
      try await database.write { transaction in
        for household in households { try people.enter(household.residents, in: transaction) }
      }
    }
    for household in population.households(residents: residents) {
      niks += household.residents.compactMap(\.nik)
      batch.append(household)
      if batch.count == 500 { try await enter() }
    }
    try await enter()
    return niks
  }

  func duplicates(of person: PersonLikeness, but own: NIK? = nil) async throws -> [ResidentMatch] {
    let register = register
    return try await database.read { try register.duplicates(of: person, but: own, in: $0) }
  }

  func found(_ name: String, born: LocalDate? = nil) async throws -> [ResidentMatch] {
    let register = register
    return try await database.read { try register.residents(named: name, born: born, limit: 20, in: $0).found }
  }

  func entry(of nik: NIK) async throws -> Int64? {
    let register = register
    return try await database.read { try register.residents.entry(of: nik, in: $0) }
  }
}
