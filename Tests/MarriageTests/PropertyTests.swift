import MallDomain
import Testing

@testable import Marriage

/// What holds whatever the input: over seeded random ones, so that a failure can be repeated.
@Suite struct PropertyTests {
  private static let rounds = 200

  private func calendar() throws -> WorkingCalendar {
    try WorkingCalendar(csv: Deployed.text("data/holidays.csv"))
  }

  @Test(arguments: [UInt64(7), 8, 9])
  func `No officiant is in two places at once, and every proposed slot is free`(seed: UInt64) throws {
    let areas = try AreaTable(csv: Deployed.text("data/areas.csv"))
    let office = try AreaCode("18.02.07")
    let fee = MarriageFee(calendar: try calendar())
    let places = areas.villages(of: office).map(\.code) + [office]
    var generator = SeededGenerator(seed: seed)
    let start = try date("2026-11-23")
    var officiants = OfficiantCalendar(officiants: Int.random(in: 1...3, using: &generator), engagements: [])
    for _ in 0..<Self.rounds {
      let place = places[Int.random(in: places.indices, using: &generator)]
      let slot = ContractSlot(
        date: start.adding(days: Int.random(in: 0..<6, using: &generator)),
        time: try #require(LocalTime(minuteOfDay: Int.random(in: 420..<1_200, using: &generator))), place: place,
        isAtOffice: place == office)
      if let officiant = officiants.officiant(for: slot) {
        officiants.engagements.append(Engagement(slot, officiant: officiant))
        continue
      }
      for free in officiants.proposals(insteadOf: slot, count: 3, fee: fee) {
        #expect(officiants.officiant(for: free) != nil && free.place == slot.place && free.date >= slot.date)
        #expect(!free.isAtOffice || fee.isOfficeHour(free.date, free.time))
      }
    }
    let booked = officiants.engagements.sorted { $0.start < $1.start }
    #expect(booked.count > 20)
    for officiant in 1...officiants.officiants {
      let own = booked.filter { $0.officiant == officiant }
      for (earlier, later) in zip(own, own.dropFirst()) {
        #expect(earlier.end + Travel.minutes(from: earlier.place, to: later.place) <= later.start)
      }
    }
  }

  @Test func `A notice has ten working days, no more and no less, and a day later is never earlier`() throws {
    let calendar = try calendar()
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<Self.rounds {
      let contract = try date("2025-02-03").adding(days: Int.random(in: 0..<680, using: &generator))
      let last = try calendar.lastDayToRegister(contract: contract)
      #expect(calendar.isWorkingDay(last) && last < contract)
      // The day of the registration counts, that of the contract doesn't.
      let counted = (0..<last.days(until: contract)).count { calendar.isWorkingDay(last.adding(days: $0)) }
      #expect(counted == 10, "\(contract)")
      #expect(try last <= calendar.lastDayToRegister(contract: contract.adding(days: 1)))
    }
  }

  @Test func `A guardian by blood acts exactly when no nearer one is fit, whoever else is`() throws {
    var generator = SeededGenerator(seed: 13)
    let byBlood = GuardianRelation.allCases.filter { $0 != .byOffice }
    for _ in 0..<Self.rounds {
      let fit = Set(byBlood.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 })
      let nearest = fit.min { $0.rank < $1.rank }
      for relation in byBlood where relation != .father {
        let verdict = Guardianship(relation: relation, fit: fit).verdict
        if let nearest, nearest.rank < relation.rank {
          #expect(verdict == .nearerIsFit)
        } else {
          #expect(verdict == (relation == nearest ? .accepted : .nearerToBeExamined))
        }
      }
      let byOffice = Guardianship(relation: .byOffice, reason: OfficeGuardianReason.none, fit: fit).verdict
      #expect(byOffice == (fit.isEmpty ? .accepted : .nearerIsFit))
    }
  }

  @Test func `A marriage's standing is what its notes say, read in their order`() throws {
    var generator = SeededGenerator(seed: 17)
    let day = try date("2026-01-01")
    for _ in 0..<Self.rounds {
      var standing = MarriageStanding(office: "18.02.07", number: "1", contract: day)
      var isUndissolved = true
      for step in 0..<Int.random(in: 0..<8, using: &generator) {
        let kinds = MarriageNote.Kind.allCases
        let kind = kinds[Int.random(in: kinds.indices, using: &generator)]
        standing.apply(MarriageNote(kind: kind, effective: day.adding(days: step)))
        switch kind {
        case .divorce, .death, .annulment: isUndissolved = false
        case .reconciliation: isUndissolved = true
        case .correction, .duplicate, .certifiedCopy: break
        }
        #expect(standing.isUndissolved == isUndissolved && (standing.ending == nil) == isUndissolved)
      }
    }
  }
}
