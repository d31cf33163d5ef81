import MallDomain
import Testing

@testable import Marriage

/// The worked examples of the rules of law.
@Suite struct RuleTests {
  private func calendar() throws -> WorkingCalendar {
    try WorkingCalendar(csv: Deployed.text("data/holidays.csv"))
  }

  @Test(
    arguments: [
      ("2007-11-23", Set([MarriageAge.Needed.parentsConsent])),
      ("2007-11-24", [.courtDispensation, .parentsConsent]), ("2005-11-23", []), ("2005-11-24", [.parentsConsent]),
    ] as [(String, Set<MarriageAge.Needed>)] as [(String, Set<MarriageAge.Needed>)])
  func `N1: the young need a court, their parents, or both`(born: String, needed: Set<MarriageAge.Needed>) throws {
    let (born, contract) = (try date(born), try date("2026-11-23"))
    #expect(MarriageAge.needed(born: born, contract: contract) == needed)
  }

  @Test(
    arguments: [
      ("2026-11-14", "2026-11-02"), ("2026-04-04", "2026-03-13"), ("2026-06-20", "2026-06-05"),
      ("2026-12-28", "2026-12-10"),
    ])
  func `N2: ten working days before the contract`(contract: String, lastDay: String) throws {
    let (notice, last) = (NoticePeriod(calendar: try calendar()), try date(lastDay))
    let contract = try date(contract)
    #expect(notice.standing(registered: last, contract: contract) == .inTime(lastDay: last))
    #expect(notice.standing(registered: last.adding(days: 1), contract: contract) == .short(lastDay: last))
    #expect(notice.standing(registered: contract.adding(days: 1), contract: contract) == .past)
  }

  @Test func `N2: a year without a decree is not counted`() throws {
    let standing = NoticePeriod(calendar: try calendar())
      .standing(registered: try date("2027-01-04"), contract: try date("2027-03-01"))
    guard case .uncountable = standing else {
      Issue.record("counted as \(standing)")
      return
    }
  }

  @Test(
    arguments: [
      (true, "2026-11-25", "09:00", false, 0), (true, "2026-11-28", "09:00", false, 600_000),
      (false, "2026-11-25", "09:00", false, 600_000), (false, "2026-11-29", "09:00", true, 0),
      (true, "2026-12-25", "09:00", false, 600_000), (true, "2026-11-25", "07:29", false, 600_000),
      (true, "2026-11-25", "07:30", false, 0), (true, "2026-11-25", "15:59", false, 0),
      (true, "2026-11-25", "16:00", false, 600_000), (true, "2026-11-27", "16:29", false, 0),
      (true, "2026-11-27", "16:30", false, 600_000), (true, "2026-11-25", "12:15", false, 0),
    ])
  func `N3: place and time make the fee`(
    atOffice: Bool, day: String, time: String, isPoor: Bool, amount: Int64
  ) throws {
    let fee = MarriageFee(calendar: try calendar())
    #expect(
      fee.amount(
        atOffice: atOffice, date: try date(day), time: try #require(LocalTime(time)), isPoor: isPoor)
        == Rupiah(amount))
  }

  @Test func `N4: a farther guardian acts only where no nearer one can`() {
    func verdict(
      _ relation: GuardianRelation, _ reason: OfficeGuardianReason? = nil, fit: Set<GuardianRelation> = [],
      delegated: Bool = false, ruling: Bool = false
    ) -> Guardianship.Verdict {
      Guardianship(relation: relation, reason: reason, fit: fit, isDelegated: delegated, hasRuling: ruling).verdict
    }
    #expect(verdict(.father) == .accepted)
    #expect(verdict(.fathersFullBrother, fit: [.father]) == .nearerIsFit)
    #expect(verdict(.fathersFullBrother, fit: [.father], delegated: true) == .accepted)
    // Father dead, no grandfather, a full brother is there.
    #expect(verdict(.fullBrother, fit: [.fullBrother]) == .accepted)
    #expect(verdict(.fullBrother) == .nearerToBeExamined)
    #expect(verdict(.byOffice, OfficeGuardianReason.none) == .accepted)
    #expect(verdict(.byOffice, OfficeGuardianReason.none, fit: [.paternalBrother]) == .nearerIsFit)
    #expect(verdict(.byOffice) == .reasonMissing)
    #expect(verdict(.byOffice, .refuses) == .rulingMissing)
    #expect(verdict(.byOffice, .refuses, ruling: true) == .accepted)
    #expect(verdict(.father, .imprisoned) == .reasonWithoutOffice)
  }

  @Test func `N4: the order has seventeen guardians by blood, as the forms name them`() throws {
    #expect(GuardianRelation.allCases.count == 18)
    #expect(GuardianRelation.father.rank == 1 && GuardianRelation.grandfathersPaternalBrothersSon.rank == 17)
    let agency = try CatalogueFile.parse(Deployed.text("catalogue/kemenag.yaml"), file: "kemenag.yaml")
    for service in agency.services where MarriageForm.isFor(service) {
      let relations = try #require(service.form.first { $0.id == "hubungan-wali" })
      #expect(relations.options.map(\.value) == GuardianRelation.allCases.map(\.rawValue))
      let reasons = try #require(service.form.first { $0.id == "alasan-wali-hakim" })
      #expect(reasons.options.map(\.value) == OfficeGuardianReason.allCases.map(\.rawValue))
    }
  }

  @Test(
    arguments: [
      (MarriageStanding.Ending.divorce, "2026-03-31", true), (.divorce, "2026-04-01", false),
      (.death, "2026-05-10", true), (.death, "2026-05-11", false),
    ])
  func `N5: a bride waits 90 days after a divorce, 130 after a death`(
    ending: MarriageStanding.Ending, contract: String, isRunning: Bool
  ) throws {
    #expect(
      WaitingPeriod.isRunning(ended: try date("2026-01-01"), by: ending, on: try date(contract)) == isRunning)
  }

  @Test(
    arguments: [
      ("2026-04-15", true), ("2026-05-10", false), ("2026-05-01", true), ("2026-05-02", false), ("2026-01-31", false),
    ])
  func `N8: a marriage is resumed before the ninetieth day`(asked: String, isAllowed: Bool) throws {
    let (divorced, asked) = (try date("2026-02-01"), try date(asked))
    #expect(WaitingPeriod.allowsReturn(divorced: divorced, on: asked) == isAllowed)
  }
}
