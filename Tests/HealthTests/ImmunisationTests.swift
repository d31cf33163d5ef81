import AgencyKit
import Foundation
import MallDomain
import MallStore
import Testing

@testable import Health

/// Rule H3, by its worked examples, and the plans that follow from what other agencies tell.
@Suite("Immunisation")
struct ImmunisationTests {
  private static func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

  @Test("Doses are due by age; a day that a month doesn't have is its last")
  func due() throws {
    let schedule = ImmunisationSchedule(born: try Self.day("2026-01-31"))
    #expect(schedule.due(.bcg) == (try Self.day("2026-02-28")))
    #expect(schedule.due(.polio1) == (try Self.day("2026-02-28")))
    #expect(schedule.due(.pentavalent1) == (try Self.day("2026-03-31")))
    #expect(schedule.due(.hepatitisB0) == schedule.born)
    #expect(schedule.due(.measles2) == (try Self.day("2027-07-31")))
  }

  @Test("Four weeks lie between two doses of a series")
  func interval() throws {
    let late = ImmunisationSchedule(
      born: try Self.day("2026-01-31"), given: [.pentavalent1: try Self.day("2026-04-20")])
    #expect(late.earliest(.pentavalent2) == (try Self.day("2026-05-18")))
    #expect(late.timing(of: .pentavalent2, on: try Self.day("2026-05-17")) == .tooEarly(try Self.day("2026-05-18")))
    #expect(late.timing(of: .pentavalent2, on: try Self.day("2026-05-18")) == .inTime)
    #expect(late.timing(of: .pentavalent1, on: try Self.day("2026-05-18")) == .givenAlready(try Self.day("2026-04-20")))
    #expect(Vaccine.pentavalent2.previous == .pentavalent1)
    #expect(Vaccine.polio1.previous == nil && Vaccine.hepatitisB0.previous == nil && Vaccine.bcg.previous == nil)
  }

  @Test("The birth dose has a week; rotavirus begins by week 14 and ends by week 24, both days included")
  func lastDays() throws {
    let born = try Self.day("2026-01-31")
    let schedule = ImmunisationSchedule(born: born)
    #expect(schedule.timing(of: .hepatitisB0, on: born.adding(days: 7)) == .inTime)
    #expect(schedule.timing(of: .hepatitisB0, on: born.adding(days: 8)) == .tooLate(born.adding(days: 7)))
    #expect(schedule.timing(of: .rotavirus1, on: born.adding(days: 98)) == .inTime)
    #expect(schedule.timing(of: .rotavirus1, on: born.adding(days: 99)) == .tooLate(born.adding(days: 98)))
    #expect(schedule.timing(of: .rotavirus3, on: born.adding(days: 168)) == .inTime)
    #expect(schedule.timing(of: .rotavirus3, on: born.adding(days: 169)) == .tooLate(born.adding(days: 168)))
  }

  @Test("Basic immunisation is complete with the measles dose before the first birthday, not on it")
  func complete() throws {
    let born = try Self.day("2025-02-10")
    let others = Vaccine.basic.subtracting([.measles1]).map { ($0, born.adding(months: max(1, $0.dueMonths))) }
    var schedule = ImmunisationSchedule(born: born, given: Dictionary(uniqueKeysWithValues: others))
    #expect(!schedule.isBasicComplete)
    schedule.given[.measles1] = try Self.day("2026-02-10")
    #expect(!schedule.isBasicComplete)
    schedule.given[.measles1] = try Self.day("2026-02-09")
    #expect(schedule.isBasicComplete)
    schedule.given[.polio4] = schedule.given[.polio3]
    #expect(!schedule.isBasicComplete, "less than four weeks after the dose before")
    schedule.given[.polio4] = nil
    #expect(!schedule.isBasicComplete)
  }

  @Test("The vaccines are those of the published form")
  func vaccines() async throws {
    try await HealthWorld.run { world in
      let form = try world.service("imunisasi").form
      let options = try #require(form.first { $0.id == "antigen" }).options.map(\.value)
      #expect(Set(options) == Set(Vaccine.allCases.map(\.rawValue)))
    }
  }

  /// The BCG of a child, as it is written down.
  private func firstDose(
    in world: HealthWorld, born: LocalDate, on day: LocalDate
  ) async throws -> (child: NIK, ApplicationContent) {
    var content = try await world.example("imunisasi")
    let child = try NIK(try #require(content.values["nik-anak"] ?? content.values["nik-ibu"]))
    content.values["nik-anak"] = child.text
    content.values["tgl-lahir"] = born.description
    content.values["antigen"] = Vaccine.bcg.rawValue
    content.values["tgl-suntik"] = day.description
    return (child, content)
  }

  private func birth(of child: NIK, born: LocalDate, in world: HealthWorld) throws -> LifeEvent {
    LifeEvent(
      id: "birth-registered/1", kind: .birthRegistered, agency: try AgencyID("disdukcapil"), caseID: nil,
      at: world.now, persons: ["child": child], values: ["born": born.description, "sex": "P"])
  }

  @Test("A registered birth opens one plan, doses enter it, a death ends it; officers see what is due")
  func plan() async throws {
    try await HealthWorld.run { world in
      let born = world.today.adding(months: -4)
      let (child, first) = try await firstDose(in: world, born: born, on: born.adding(months: 1))
      var dose = first
      let birth = try birth(of: child, born: born, in: world)
      for _ in 1...2 {
        let outcome = try await world.database.write { try world.back.follow(birth, at: world.now, in: $0) }
        #expect(outcome == .followed)
      }
      let file = try world.file("imunisasi", dose)
      try await world.database.write { _ = try world.back.issue(file, in: $0) }
      let (found, history) = try await world.database.read { transaction in
        let found = try world.back.search(RegisterSearch(text: child.text, limit: 5), in: transaction)
        let record = try #require(found.records.first)
        return (
          found,
          try world.back.history(of: record.record, at: RecordMoment(day: world.today), in: transaction)
        )
      }
      #expect(found.records.count == 1 && found.records.first?.state == "open")
      #expect(found.records.first?.number.contains(child.text) == false)
      let elements = Dictionary(uniqueKeysWithValues: history.elements.map { ($0.name, $0.value) })
      #expect(elements["BCG.given"] == born.adding(months: 1).description)
      #expect(elements["MR1.due"] == born.adding(months: 9).description)
      #expect(history.entries.map(\.event) == ["plan-opened", "dose-given"])
      // The same dose again is told to the officer.
      let again = try world.file("imunisasi", dose)
      let findings = try await world.database.read { try world.back.examine(again, in: $0) }
      #expect(findings.contains { $0.rule == "H3" && $0.severity == .warning })

      let death = LifeEvent(
        id: "death-registered/2", kind: .deathRegistered, agency: try AgencyID("disdukcapil"), caseID: nil,
        at: world.now, persons: ["deceased": child], values: ["died-on": world.today.description])
      let (after, entries) = try await world.database.write { transaction in
        _ = try world.back.follow(death, at: world.now, in: transaction)
        let found = try world.back.search(RegisterSearch(text: child.text, limit: 5), in: transaction)
        let record = try #require(found.records.first)
        return (
          record, try world.back.history(of: record.record, at: RecordMoment(day: world.today), in: transaction).entries
        )
      }
      #expect(after.state == "ended")
      #expect(entries.map(\.event) == ["plan-opened", "dose-given", "plan-ended"])
      // Whoever gives a dose to a child that died has mistyped the number.
      dose.values["tgl-suntik"] = world.today.adding(days: 1).description
      let late = try world.file("imunisasi", dose)
      let doubts = try await world.database.read { try world.back.examine(late, in: $0) }
      #expect(doubts.contains { $0.rule == "H3" && $0.field == "nik-anak" })
    }
  }

  @Test("A dose that was too early is given again, and the second counts")
  func repeated() throws {
    let born = try Self.day("2026-01-31")
    let first = try Self.day("2026-04-20")
    let early = first.adding(days: 20)
    let once = ImmunisationSchedule(born: born, doses: [(.pentavalent1, first), (.pentavalent2, early)])
    #expect(once.given[.pentavalent2] == early)
    #expect(once.counts(.pentavalent1) && !once.counts(.pentavalent2))
    let second = first.adding(days: 28)
    #expect(once.timing(of: .pentavalent2, on: second) == .inTime)
    let twice = ImmunisationSchedule(
      born: born, doses: [(.pentavalent2, second), (.pentavalent1, first), (.pentavalent2, early)])
    #expect(twice.given[.pentavalent2] == second)
    #expect(twice.earliest(.pentavalent3) == second.adding(days: 28))
    // What was given in time stays, whatever is written down again.
    let again = ImmunisationSchedule(born: born, doses: [(.pentavalent1, first), (.pentavalent1, early)])
    #expect(again.given[.pentavalent1] == first)
  }

  @Test("A plan that a dose opened with a mistyped day of birth is corrected by the registered birth")
  func corrected() async throws {
    try await HealthWorld.run { world in
      let born = world.today.adding(months: -4)
      let (child, dose) = try await firstDose(
        in: world, born: born.adding(days: -40), on: born.adding(months: 1))
      let file = try world.file("imunisasi", dose)
      let birth = try birth(of: child, born: born, in: world)
      let history = try await world.database.write { transaction in
        _ = try world.back.issue(file, in: transaction)
        for _ in 1...2 { _ = try world.back.follow(birth, at: world.now, in: transaction) }
        let record = try #require(
          try world.back.search(RegisterSearch(text: child.text, limit: 5), in: transaction).records.first)
        return try world.back.history(of: record.record, at: RecordMoment(day: world.today), in: transaction)
      }
      #expect(history.entries.map(\.event) == ["plan-opened", "dose-given", "plan-corrected"])
      #expect(history.entries.first?.cause == "immunisation")
      #expect(history.elements.first { $0.name == "born" }?.value == born.description)
    }
  }

  @Test("The hospital keeps no plans: its officers get a task")
  func hospital() async throws {
    try await HealthWorld.run("rsud") { world in
      let death = LifeEvent(
        id: "death-registered/3", kind: .deathRegistered, agency: try AgencyID("disdukcapil"), caseID: nil,
        at: world.now, persons: [:], values: [:])
      let outcome = try await world.database.write { try world.back.follow(death, at: world.now, in: $0) }
      #expect(outcome == .task(LifeEventKind.deathRegistered.work))
    }
  }
}
