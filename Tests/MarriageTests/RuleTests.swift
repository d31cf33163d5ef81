import MallDomain
import Testing

@testable import Marriage

/// The worked examples of the rules of law, each a row of a table in `Vectors`.
@Suite struct RuleTests {
  private func calendar() throws -> WorkingCalendar {
    try WorkingCalendar(csv: Deployed.text("data/holidays.csv"))
  }

  @Test func `N1: the young need a court, their parents, or both`() throws {
    for row in try Vectors.rows("N1") {
      let needed = MarriageAge.needed(born: try date(row[0]), contract: try date(row[1]))
      #expect(needed.contains(.courtDispensation) == (row[2] == "yes"), "\(row)")
      #expect(needed.contains(.parentsConsent) == (row[3] == "yes"), "\(row)")
    }
  }

  @Test func `N2: ten working days before the contract`() throws {
    let notice = NoticePeriod(calendar: try calendar())
    for row in try Vectors.rows("N2") {
      let (contract, last) = (try date(row[0]), try date(row[1]))
      #expect(notice.standing(registered: last, contract: contract) == .inTime(lastDay: last), "\(row)")
      #expect(notice.standing(registered: last.adding(days: 1), contract: contract) == .short(lastDay: last), "\(row)")
      #expect(notice.standing(registered: contract.adding(days: 1), contract: contract) == .past)
    }
  }

  @Test func `N2: a year without a decree is not counted`() throws {
    let standing = NoticePeriod(calendar: try calendar())
      .standing(registered: try date("2027-01-04"), contract: try date("2027-03-01"))
    guard case .uncountable = standing else {
      Issue.record("counted as \(standing)")
      return
    }
  }

  @Test func `N3: place and time make the fee`() throws {
    let fee = MarriageFee(calendar: try calendar())
    for row in try Vectors.rows("N3") {
      let amount = fee.amount(
        atOffice: row[0] == "office", date: try date(row[1]), time: try #require(LocalTime(row[2])),
        isPoor: row[3] == "yes")
      #expect(amount == Rupiah(try #require(Int64(row[4]))), "\(row)")
    }
  }

  @Test func `N4: a farther guardian acts only where no nearer one can`() throws {
    for row in try Vectors.rows("N4") {
      let verdict = Guardianship(
        relation: try #require(GuardianRelation(rawValue: row[0])), reason: OfficeGuardianReason(rawValue: row[1]),
        nearer: MarriageForm.NearerGuardians(rawValue: row[2]),
        fit: Set([GuardianRelation(rawValue: row[3])].compactMap { $0 }), hasProof: row[4] == "yes"
      ).verdict
      let text =
        switch verdict {
        case .accepted: "accepted"
        case .nearerToBeExamined: "to-be-examined"
        case .nearerIsFit: "nearer-is-fit"
        case .reasonMissing: "reason-missing"
        case .reasonWithoutOffice: "reason-without-office"
        case .proofMissing: "proof-missing"
        }
      #expect(text == row[5], "\(row)")
    }
  }

  @Test func `The forms offer what the rules know, in their order`() throws {
    #expect(GuardianRelation.allCases.count == 18)
    #expect(GuardianRelation.father.rank == 1 && GuardianRelation.grandfathersPaternalBrothersSon.rank == 17)
    let agency = try CatalogueFile.parse(Deployed.text("catalogue/kemenag.yaml"), file: "kemenag.yaml")
    func options(_ field: String, _ service: PublicService) throws -> [String] {
      try #require(service.form.first { $0.id == field }).options.map(\.value)
    }
    for service in agency.services where MarriageForm.isFor(service) {
      #expect(try options("hubungan-wali", service) == GuardianRelation.allCases.map(\.rawValue))
      #expect(try options("alasan-wali-hakim", service) == OfficeGuardianReason.allCases.map(\.rawValue))
      #expect(try options("wali-lebih-dekat", service) == MarriageForm.NearerGuardians.allCases.map(\.rawValue))
      #expect(try options("hubungan-keluarga", service) == Impediment.allCases.map(\.rawValue))
      #expect(try options("keadaan-iddah", service) == WaitingPeriod.Condition.allCases.map(\.rawValue))
    }
    let rujuk = try #require(agency.services.first { $0.code.text == "kemenag.rujuk" })
    #expect(try options("jenis-cerai", rujuk) == DivorceKind.allCases.map(\.rawValue))
  }

  @Test func `N5: a bride waits 90 days after a divorce, 130 after a death, until the delivery when pregnant`() throws {
    for row in try Vectors.rows("N5") {
      let standing = WaitingPeriod.standing(
        ended: try date(row[0]), by: try #require(MarriageStanding.Ending(rawValue: row[1])),
        condition: try #require(WaitingPeriod.Condition(rawValue: row[2])), on: try date(row[3]))
      let text =
        switch standing {
        case .over: "over"
        case .running: "running"
        case .untilDelivery: "until-delivery"
        case .none: "none"
        }
      #expect(text == row[4], "\(row)")
    }
  }

  @Test func `N5: a man has one wife, with a court's permission up to four`() throws {
    for row in try Vectors.rows("N5-wives") {
      let verdict = Polygamy.verdict(wives: try #require(Int(row[0])), hasPermission: row[1] == "yes")
      let text =
        switch verdict {
        case .free: "free"
        case .permitted: "permitted"
        case .permissionMissing: "permission-missing"
        case .tooMany: "too-many"
        }
      #expect(text == row[2], "\(row)")
    }
  }

  @Test func `N8: a marriage is taken up again after a revocable divorce, before the ninetieth day`() throws {
    for row in try Vectors.rows("N8") {
      let verdict = Reconciliation.verdict(
        divorced: try date(row[0]), kind: try #require(DivorceKind(rawValue: row[1])),
        divorcesBefore: try #require(Int(row[2])), asked: try date(row[3]))
      let text =
        switch verdict {
        case .allowed: "allowed"
        case .irrevocable: "irrevocable"
        case .tooLate: "too-late"
        case .beforeDivorce: "before-divorce"
        }
      #expect(text == row[4], "\(row)")
    }
  }

  @Test func `The way from one contract to the next is counted by villages and sub-districts`() throws {
    for row in try Vectors.rows("travel") {
      let (from, to) = (try AreaCode(row[0]), try AreaCode(row[1]))
      #expect(Travel.minutes(from: from, to: to) == Int(row[2]), "\(row)")
      #expect(Travel.minutes(from: to, to: from) == Int(row[2]), "\(row)")
    }
  }
}
