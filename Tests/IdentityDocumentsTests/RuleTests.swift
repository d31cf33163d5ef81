import MallDomain
import Testing

@testable import IdentityDocuments

/// The worked examples of the rules of law.
@Suite struct RuleTests {
  @Test(
    arguments: [
      ("2009-11-23", MaritalStatus.neverMarried, "2026-11-23", true),
      ("2009-11-24", .neverMarried, "2026-11-23", false),
      ("2010-05-01", .married, "2026-11-23", true),
      ("2010-05-01", .widowed, "2026-11-23", true),
      ("2008-02-29", .neverMarried, "2025-02-28", false),
      ("2008-02-29", .neverMarried, "2025-03-01", true),
    ])
  func `I4: the card is due at 17 or when ever married`(
    born: String, status: MaritalStatus, today: String, isEligible: Bool
  ) throws {
    #expect(try IdentityCardDuty.isEligible(born: date(born), status: status, on: date(today)) == isEligible)
  }

  @Test(
    arguments: [
      ("2024-06-10", ChildCard.Variant.withoutPhoto, "2029-06-09"),
      ("2018-01-15", .withPhoto, "2035-01-14"),
      ("2021-11-23", .withPhoto, "2038-11-22"),
      ("2021-11-24", .withoutPhoto, "2026-11-23"),
    ])
  func `I5: a child's card ends the day before a birthday`(
    born: String, variant: ChildCard.Variant, validThrough: String
  ) throws {
    let card = try #require(
      ChildCard(born: try date(born), status: .neverMarried, on: try date("2026-11-23")))
    #expect(card.variant == variant)
    #expect(try card.validThrough == date(validThrough))
  }

  @Test func `I5: at 17, or married, it is another card`() throws {
    let today = try date("2026-11-23")
    #expect(try ChildCard(born: date("2009-11-23"), status: .neverMarried, on: today) == nil)
    #expect(try ChildCard(born: date("2010-05-01"), status: .married, on: today) == nil)
  }

  @Test(
    arguments: [
      (ReportingWindow.birth, "2026-01-01", "2026-03-02", false),
      (.birth, "2026-01-01", "2026-03-03", true),
      (.birth, "2025-12-20", "2026-02-18", false),
      (.death, "2026-02-10", "2026-03-12", false),
      (.death, "2026-02-10", "2026-03-13", true),
      (.cancellationOfMarriage, "2026-01-01", "2026-04-01", false),
      (.cancellationOfMarriage, "2026-01-01", "2026-04-02", true),
    ])
  func `I6: events are reported within calendar days`(
    window: ReportingWindow, event: String, reported: String, isLate: Bool
  ) throws {
    #expect(try window.isLate(date(event), reported: date(reported)) == isLate)
  }

  @Test func `I6: each event has its days`() {
    #expect(ReportingWindow.allCases.map(\.days) == [60, 30, 30, 60, 60, 90, 30, 30, 30, 30])
  }

  @Test(
    arguments: [
      (Parentage.Grounds(isRecorded: true), Parentage.fatherAndMother),
      (.init(isMarriedInFamilyCard: true, hasStatement: true), .fatherAndMotherUnrecorded),
      (.init(isMarriedInFamilyCard: true), .mother),
      (.init(hasStatement: true), .mother),
      (.init(), .mother),
      (.init(isRecorded: true, namesFather: false), .mother),
      (.init(isRecorded: true, isFoundling: true), .unknown),
    ])
  func `I7: the parents' marriage decides what the certificate says`(
    grounds: Parentage.Grounds, parentage: Parentage
  ) {
    #expect(Parentage(grounds) == parentage)
  }

  @Test func `I7: witnesses are two adults who don't report`() throws {
    let today = try date("2026-11-23")
    let first = try NIK("1802071708950003")
    let second = try NIK("1802044512030001")
    func witness(_ nik: NIK, _ born: String?) throws -> WitnessPair.Witness {
      WitnessPair.Witness(nik: nik, birthDate: try born.map(date))
    }
    let adult = try witness(first, "1995-08-17")
    #expect(WitnessPair(first: adult, second: try witness(second, "2003-12-05")).faults(on: today).isEmpty)
    #expect(WitnessPair(first: adult, second: try witness(second, "2008-11-23")).faults(on: today).isEmpty)
    #expect(WitnessPair(first: adult, second: try witness(second, "2008-11-24")).faults(on: today) == [.minor])
    #expect(WitnessPair(first: adult, second: adult).faults(on: today) == [.same])
    #expect(
      WitnessPair(first: adult, second: try witness(second, nil), reporter: second).faults(on: today) == [.reporter])
    #expect(WitnessPair(first: adult).faults(on: today) == [.missing])
  }

  @Test(
    arguments: [
      ("Siti Aminah", []), ("Siti", []),
      ("M. Yusuf", [.characters]), ("M Yusuf", [.abbreviation]), ("Siti  Aminah", [.characters]),
      ("Siti Aminah ", [.characters]), ("Nurul'aini Sari", [.characters]), ("Budi 2", [.characters, .abbreviation]),
      ("Zoë Sari", [.characters]), ("", [.empty]),
      (String(repeating: "Ab ", count: 20) + "A", [.tooLong, .abbreviation]),
      (String(repeating: "Abc ", count: 14) + "Abcd", []),
    ] as [(String, [PersonalName.Fault])])
  func `I8: a name is of Latin words, written out`(name: String, faults: [PersonalName.Fault]) {
    #expect(PersonalName(name).faults == faults)
  }

  @Test func `I8: one word and titles are warned of`() {
    #expect(PersonalName("Siti").findings(field: "nama").map(\.severity) == [.warning])
    #expect(PersonalName("Dr Siti Aminah").findings(field: "nama").map(\.severity) == [.warning])
    #expect(PersonalName("Siti Aminah").findings(field: "nama").map(\.severity) == [.passed])
  }

  @Test(
    arguments: [
      ("2026-11-23", "2026-11-23", true), ("1950-01-01", "2026-11-23", true),
      ("1950-01-02", "1950-01-01", false), ("1950-01-01", "2026-11-24", false),
    ])
  func `I9: nobody dies before birth or after today`(born: String, died: String, isPossible: Bool) throws {
    #expect(
      DeathReport.isPossible(died: try date(died), born: try date(born), today: try date("2026-11-23"))
        == isPossible)
  }

  @Test(
    arguments: [
      ("2007-11-23", Set([CivilMarriageRule.Needed.parentsConsent])),
      ("2007-11-24", [.courtDispensation, .parentsConsent]), ("2005-11-23", []),
    ] as [(String, Set<CivilMarriageRule.Needed>)])
  func `N1: the young need a court or their parents`(born: String, needed: Set<CivilMarriageRule.Needed>) throws {
    let (born, married) = (try date(born), try date("2026-11-23"))
    #expect(CivilMarriageRule.needed(born: born, married: married) == needed)
  }
}
