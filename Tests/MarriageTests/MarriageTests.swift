import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import Marriage

@Suite struct MarriageTests {
  @Test func `Nothing is recorded before the contract; after it the marriage has its number`() async throws {
    try await MarriageWorld.run { world in
      let file = try await world.file("nikah-di-kua", of: world.household())
      #expect(try await world.charge(file) == .nothing)
      let refusal = await #expect(throws: Refusal.self) { try await world.issue(file) }
      #expect(refusal?.code == .failedPrecondition)
      #expect(refusal?.message.text(.english).contains(file.value("tgl-akad") ?? "-") == true)

      let due = try world.afterContract(file)
      let office = world.office
      await #expect(throws: CancellationError.self) {
        try await world.database.write { transaction in
          _ = try office.issue(due, in: transaction)
          throw CancellationError()
        }
      }
      let document = try await world.issue(due)
      // What the undone step took, this one got.
      #expect(document.number.hasPrefix("0001/18.02."))
      #expect(document.type == "buku-nikah")
      let groom = try #require(file.nik("nik-pria"))
      let bride = try #require(file.nik("nik-wanita"))
      #expect(document["nama-istri"]?.isEmpty == false && document["nik-istri"] == bride.text)
      for spouse in [groom, bride] {
        #expect(try await world.ask(.isUnmarried, spouse).verdict == .no)
        #expect(try await world.ask(.documentActive, spouse, ["type": "buku-nikah"]).verdict == .yes)
      }
    }
  }

  @Test func `N3: outside the office the fee is due, for the poor it is not`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      #expect(
        try await world.charge(world.file("nikah-luar-kua", of: household)) == .fee(Rupiah(600_000)))
      let claimed = try await world.file("nikah-luar-kua", of: household, ["tidak-mampu": "true"])
      #expect(try await world.charge(claimed) == .fee(Rupiah(600_000)))
      let proven = try await world.file(
        "nikah-luar-kua", of: household, ["tidak-mampu": "true"], with: ["keterangan-dtsen"])
      #expect(try await world.charge(proven) == .nothing)
      let evening = try await world.file("nikah-di-kua", of: household, ["jam-akad": "19:00"])
      #expect(try await world.charge(evening) == .fee(Rupiah(600_000)))
      #expect(try await world.findings(evening).contains { $0.rule == "N3" && $0.severity == .warning })
    }
  }

  @Test func `N5: who is married, or about to be, marries nobody else`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      let file = try await world.file("nikah-di-kua", of: household)
      let rival = try await world.file("nikah-luar-kua", of: household)
      #expect(try await world.blocking(rival).isEmpty)
      try await world.charge(file)
      // The case itself isn't held back by its own intention.
      #expect(try await world.blocking(file).isEmpty)
      #expect(try await world.blocking(rival) == ["N5 nik-pria", "N5 nik-wanita"])
      await #expect(throws: Refusal.self) { try await world.issue(world.afterContract(rival)) }

      try await world.issue(world.afterContract(file))
      #expect(try await world.blocking(rival) == ["N5 nik-pria", "N5 nik-wanita"])
      await #expect(throws: Refusal.self) { try await world.issue(world.afterContract(rival)) }
      await #expect(throws: Refusal.self) { try await world.issue(world.afterContract(file)) }
    }
  }

  @Test func `An intention that was given up holds nobody back`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      let file = try await world.file("nikah-di-kua", of: household)
      try await world.charge(file)
      let other = try await world.file("nikah-di-kua", of: household)
      #expect(try await world.blocking(other) == ["N5 nik-pria", "N5 nik-wanita"])
      let office = world.office
      try await world.database.write { try office.caseEnded(file, in: $0) }
      #expect(try await world.blocking(other).isEmpty)
    }
  }

  @Test func `Without Disdukcapil's word nobody is married; it says so and asks to try again`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      var population = Population(household)
      population.silent = [.isUnmarried]
      var file = try await world.file("nikah-di-kua", of: household, population: population)
      #expect(try await world.blocking(file) == ["N5 nik-pria", "N5 nik-wanita"])
      #expect(
        try await world.findings(file).contains {
          $0.severity == .blocks && $0.text.text(.english) == "Disdukcapil is away, try again."
        })
      population.silent = [.residentSummary]
      file = world.answered(file, by: population)
      #expect(try await world.blocking(file) == ["N1 nik-pria", "N1 nik-wanita"])
      population.silent = [.isAlive]
      file = world.answered(file, by: population)
      #expect(try await world.blocking(file) == ["N5 nik-pria", "N5 nik-wanita"])
    }
  }

  @Test func `N5: the population register's marriages count too; a court may permit a second wife`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      var population = Population(household)
      let (groom, bride) = (try household.nik(.son), try household.nik(.fiancee))
      population.people[groom]?.maritalStatus = .married
      let file = try await world.file("nikah-di-kua", of: household, population: population)
      #expect(try await world.blocking(file) == ["N5 nik-pria"])
      let permitted = try await world.file(
        "nikah-di-kua", of: household, ["status-pria": "beristri"], with: ["izin-poligami"], population: population)
      #expect(try await world.blocking(permitted).isEmpty)
      population.people[bride]?.maritalStatus = .married
      #expect(try await world.blocking(world.answered(permitted, by: population)) == ["N5 nik-wanita"])
      population.dead = [bride]
      #expect(try await world.blocking(world.answered(permitted, by: population)).contains("N5 nik-wanita"))
      population.people[bride]?.maritalStatus = .neverMarried
      population.people[bride]?.religion = .protestant
      population.dead = []
      #expect(try await world.blocking(world.answered(permitted, by: population)) == ["N5 nik-wanita"])
    }
  }

  @Test func `N1: ages count on the day of the contract`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      var population = Population(household)
      let (file, bride) = (try await world.file("nikah-di-kua", of: household), try household.nik(.fiancee))
      let contract = try #require(file.value("tgl-akad").flatMap { LocalDate($0) })
      population.people[bride]?.birthDate = contract.anniversary(years: -19)
      #expect(try await world.blocking(world.answered(file, by: population)) == ["N1 nik-wanita"])
      let consented = try await world.file(
        "nikah-di-kua", of: household, with: ["izin-orang-tua"], population: population)
      #expect(try await world.blocking(consented).isEmpty)
      population.people[bride]?.birthDate = contract.anniversary(years: -19).adding(days: 1)
      #expect(try await world.blocking(world.answered(consented, by: population)) == ["N1 nik-wanita"])
    }
  }

  @Test func `N2: a short notice needs a dispensation`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      // Registered on 23 November; ten working days before the 4th was the 20th.
      let early = ["tgl-akad": "2026-12-04"]
      let short = try await world.file("nikah-di-kua", of: household, early)
      #expect(try await world.blocking(short) == ["N2 tgl-akad"])
      let dispensed = try await world.file("nikah-di-kua", of: household, early, with: ["dispensasi-camat"])
      #expect(try await world.blocking(dispensed).isEmpty)
      let inTime = try await world.file("nikah-di-kua", of: household, ["tgl-akad": "2026-12-07"])
      #expect(try await world.blocking(inTime).isEmpty)
      let elsewhere = try await world.file("nikah-di-kua", of: household, ["kua": "KUA Jakarta"])
      #expect(try await world.blocking(elsewhere) == ["N2 kua"])
    }
  }

  @Test func `N4: guardian and witnesses are other people than the couple`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      func blocked(_ changes: [String: String]) async throws -> [String] {
        try await world.blocking(world.file("nikah-di-kua", of: household, changes))
      }
      let groom = try household.nik(.son).text
      #expect(try await blocked(["nik-saksi-1": groom]) == ["N4 nik-saksi-1"])
      #expect(
        try await blocked(["nik-saksi-2": try household.nik(.firstWitness).text]) == ["N4 nik-saksi-2"])
      #expect(try await blocked(["nik-wali": groom]) == ["N4 nik-wali"])
      #expect(try await blocked(["hubungan-wali": "wali-hakim"]) == ["N4 alasan-wali-hakim"])
      #expect(
        try await blocked(["hubungan-wali": "wali-hakim", "alasan-wali-hakim": "wali-bukan-islam"]).isEmpty)
      let adhal = ["hubungan-wali": "wali-hakim", "alasan-wali-hakim": "wali-adhal"]
      #expect(try await blocked(adhal) == ["N4 bukti-wali-hakim"])
      let ruled = try await world.file("nikah-di-kua", of: household, adhal, with: ["bukti-wali-hakim"])
      #expect(try await world.blocking(ruled).isEmpty)
      #expect(
        try await blocked(["hubungan-wali": "paman-kandung", "wali-lebih-dekat": "ada"]) == ["N4 hubungan-wali"])
      #expect(try await blocked(["hubungan-wali": "paman-kandung", "wali-lebih-dekat": "mewakilkan"]).isEmpty)
      var population = Population(household)
      population.dead = [try household.nik(.guardian)]
      let file = try await world.file("nikah-di-kua", of: household, population: population)
      #expect(try await world.blocking(file) == ["N4 nik-wali"])
    }
  }

  @Test func `N5: the register knows when a divorced bride may marry`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      // Divorced since 30 days; the example of the rujuk enters the marriage in the register.
      _ = try await world.example(try world.service("rujuk"), of: household)
      let bride = ["nik-wanita": try household.nik(.divorcedWife).text, "status-wanita": "janda-cerai"]
      let early = try await world.file("nikah-di-kua", of: household, bride)
      #expect(try await world.blocking(early) == ["N5 tgl-akad"])
    }
  }

  @Test func `N8: too late for a return, a new marriage is needed`() async throws {
    try await MarriageWorld.run { world in
      let file = try await world.file(
        "rujuk", of: world.household(), ["tgl-cerai": "2026-08-25", "tgl-rujuk": "2026-11-23"])
      // Nor is it the day on which the register has the divorce.
      #expect(try await world.blocking(file) == ["N8 tgl-rujuk", "N8 tgl-cerai"])
    }
  }
}
