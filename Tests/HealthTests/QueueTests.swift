import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import Health

@Suite struct QueueTests {
  private func queue(_ world: HealthWorld, _ date: String = "2026-11-24") throws -> Queue {
    let facility = try #require(Facility(healthCentre: "Kota Gajah", areas: world.tools.areas))
    return Queue(facility: facility, clinic: try #require(Clinic("umum", at: facility)), day: try day(date))
  }

  private func caseID(_ world: HealthWorld) -> CaseID {
    return CaseID.make(at: world.now)
  }

  private func nik(_ serial: Int) throws -> NIK {
    let digits = String(serial)
    return try NIK("180207170895" + String(repeating: "0", count: 4 - digits.count) + digits)
  }

  @Test func `Numbers are unique and have no gaps though many ask at once and some are refused`() async throws {
    try await HealthWorld.run { world in
      let (queue, queues, database) = (try queue(world), world.queues, world.database)
      let numbers = try await withThrowingTaskGroup(of: String?.self) { group in
        for index in 1...60 {
          let (nik, caseID) = (try nik(index), caseID(world))
          group.addTask {
            do {
              return try await database.write { transaction in
                let ticket = try queues.take(queue, by: nik, .regular, for: caseID, in: transaction)
                // Every third is taken back before it is committed.
                if index.isMultiple(of: 3) { throw CancellationError() }
                return ticket.number
              }
            } catch is CancellationError {
              return nil
            }
          }
        }
        return try await group.reduce(into: [String]()) { if let number = $1 { $0.append(number) } }
      }
      #expect(numbers.sorted() == (1...40).map(queue.clinic.number))
    }
  }

  @Test func `Each day, clinic and health centre counts for itself, and cancellation resets nothing`() async throws {
    try await HealthWorld.run { world in
      let queues = world.queues
      let first = try queue(world)
      let next = try queue(world, "2026-11-25")
      let dentist = Queue(
        facility: first.facility, clinic: try #require(Clinic("gigi", at: first.facility)), day: first.day)
      var numbers: [String] = []
      for (index, queue) in [first, first, next, dentist].enumerated() {
        let (nik, caseID) = (try nik(index + 1), caseID(world))
        numbers.append(
          try await world.database.write {
            try queues.take(queue, by: nik, .regular, for: caseID, in: $0).number
          })
      }
      #expect(numbers == ["A001", "A002", "A001", "B001"])
      let (now, late, lateCase) = (world.now, try nik(9), caseID(world))
      try await world.database.write { transaction in
        try queues.take(.cancelled, on: 2, of: first, at: now, in: transaction)
        let ticket = try queues.take(first, by: late, .regular, for: lateCase, in: transaction)
        #expect(ticket.number == "A003")
        #expect(ticket.ahead == 1)
      }
    }
  }

  @Test func `A stored queue is called as the rule says, and its services make the estimate`() async throws {
    try await HealthWorld.run { world in
      let (queue, queues, now) = (try queue(world), world.queues, world.now)
      let classes: [QueueClass] = [.regular, .regular, .priority, .regular, .priority, .regular]
      for (index, priority) in classes.enumerated() {
        let (nik, caseID) = (try nik(index + 1), caseID(world))
        try await world.database.write { transaction in
          _ = try queues.take(queue, by: nik, priority, for: caseID, in: transaction)
        }
      }
      let called = try await world.database.write { transaction in
        var called: [Int] = []
        var time = now
        while let ticket = try queues.call(queue, at: time, in: transaction) {
          called.append(ticket.serial)
          time = time.adding(.seconds(300))
          try queues.take(.served, on: ticket.serial, of: queue, at: time, in: transaction)
        }
        return called
      }
      #expect(called == [3, 1, 2, 5, 4, 6])
      let services = try await world.database.read { try queues.lastServices(of: queue, in: $0) }
      #expect(services == Array(repeating: .seconds(300), count: 6))
    }
  }

  @Test func `A stored number that rejoins comes last`() async throws {
    try await HealthWorld.run { world in
      let (queue, queues, now) = (try queue(world), world.queues, world.now)
      let people = try (1...2).map { (try nik($0), caseID(world)) }
      try await world.database.write { transaction in
        for (nik, caseID) in people {
          _ = try queues.take(queue, by: nik, .regular, for: caseID, in: transaction)
        }
        for _ in 0..<TicketState.mostAbsences {
          #expect(try queues.call(queue, at: now, in: transaction)?.serial == 1)
          try queues.take(.absent, on: 1, of: queue, at: now, in: transaction)
        }
        #expect(try !queues.isWaiting(people[0].0, in: queue, in: transaction))
        try queues.take(.rejoined, on: 1, of: queue, at: now, in: transaction)
        #expect(try queues.isWaiting(people[0].0, in: queue, in: transaction))
        #expect(try queues.call(queue, at: now, in: transaction)?.serial == 2)
        #expect(try queues.call(queue, at: now, in: transaction)?.serial == 1)
      }
    }
  }
}
