import MallDomain
import Testing

@testable import Health

@Suite struct CallingOrderTests {
  /// A queue written as `R1 P1 E1`: class and name in the order of taking; serials are the places.
  private func order(_ text: String) throws -> (order: CallingOrder, names: [String]) {
    let names = text.split(separator: " ").map(String.init)
    let classes: [Substring: QueueClass] = ["R": .regular, "P": .priority, "E": .emergency]
    let tickets = try names.enumerated().map { index, name in
      CallingOrder.Ticket(serial: index, try #require(classes[name.prefix(1)]))
    }
    return (CallingOrder(tickets), names)
  }

  @Test(arguments: [
    ("R1 R2 P1 R3 P2 R4", "P1 R1 R2 P2 R3 R4"), ("R1 R2 R3", "R1 R2 R3"), ("P1 P2 R1", "P1 R1 P2"),
    ("R1 P1 E1 R2 P2", "E1 P1 R1 R2 P2"), ("P1 P2 P3", "P1 P2 P3"), ("", ""),
  ])
  func `Numbers are called by the published examples`(waiting: String, calls: String) throws {
    var (order, names) = try order(waiting)
    var called: [String] = []
    while let ticket = order.call() { called.append(names[ticket.serial]) }
    #expect(called.joined(separator: " ") == calls)
  }

  @Test func `The cycle keeps its position when emergencies come and when nobody waits`() throws {
    var order = CallingOrder()
    order.join(CallingOrder.Ticket(serial: 1, .priority))
    #expect(order.call()?.serial == 1)
    #expect(order.call() == nil)
    order.join(CallingOrder.Ticket(serial: 2, .priority))
    order.join(CallingOrder.Ticket(serial: 3, .regular))
    order.join(CallingOrder.Ticket(serial: 4, .emergency))
    // After a priority number two regular ones are due; the emergency changes nothing in that.
    #expect((1...3).compactMap { _ in order.call()?.serial } == [4, 3, 2])
  }

  @Test func `Who is absent three times has lost the turn and may rejoin at the end once`() throws {
    var (order, _) = try order("R1 R2")
    for _ in 0..<3 {
      #expect(order.call()?.serial == 0)
      try order.take(.absent, serial: 0)
    }
    #expect(order.tickets[0].state.phase == .noShow)
    try order.take(.rejoined, serial: 0)
    #expect(order.tickets.map(\.serial) == [1, 0])
    #expect(order.call()?.serial == 1)
    for _ in 0..<3 {
      #expect(order.call()?.serial == 0)
      try order.take(.absent, serial: 0)
    }
    #expect(throws: Refusal.self) { try order.take(.rejoined, serial: 0) }
    #expect(order.call() == nil)
  }

  @Test func `A ticket goes only where its machine leads`() throws {
    let phases = TicketState.Phase.allCases
    let allowed: [TicketState.Phase: [TicketState.Event: TicketState.Phase]] = [
      .waiting: [.called: .called, .cancelled: .cancelled], .called: [.served: .served, .absent: .waiting],
      .noShow: [.rejoined: .waiting],
    ]
    for phase in phases {
      for event in TicketState.Event.allCases {
        var state = TicketState(phase: phase, absences: 0, hasRejoined: false)
        if let next = allowed[phase]?[event] {
          try state.take(event)
          #expect(state.phase == next)
        } else {
          #expect(throws: Refusal.self) { try state.take(event) }
          #expect(state.phase == phase)
        }
      }
    }
  }

  @Test func `Numbers are called in their order only, and unknown ones refuse`() throws {
    var (order, _) = try order("R1")
    #expect(throws: Refusal.self) { try order.take(.called, serial: 0) }
    #expect(throws: Refusal.self) { try order.take(.served, serial: 9) }
  }

  @Test func `What is ahead is counted by the order of calls`() throws {
    let (order, names) = try order("R1 R2 P1 R3 P2 R4")
    #expect(names.indices.map { order.ahead(of: $0) } == [1, 2, 0, 4, 3, 5])
    #expect(order.ahead(of: 99) == nil)
  }

  @Test func `The wait is what is ahead times the mean of the last services`() throws {
    #expect(WaitingTime(ahead: 3, services: []).minutes == 30)
    #expect(WaitingTime(ahead: 0, services: [.seconds(900)]).minutes == 0)
    #expect(WaitingTime(ahead: 3, services: [.seconds(60), .seconds(130)]).minutes == 5)
    let tomorrow = try day("2026-11-24")
    let noon = MallInstant(jakarta: try day("2026-11-23"), try #require(LocalTime("12:00")))
    let wait = WaitingTime(ahead: 3, services: [])
    #expect(wait.time(on: tomorrow, now: noon).description == "08:30")
    #expect(wait.time(on: try day("2026-11-23"), now: noon).description == "12:30")
    #expect(WaitingTime(ahead: 500, services: []).time(on: tomorrow, now: noon).description == "23:59")
  }

  @Test(arguments: [
    ("1966-11-23", false, QueueClass.priority), ("1966-11-24", false, .regular), ("2025-11-24", false, .priority),
    ("2025-11-23", false, .regular), ("1995-08-17", true, .priority), ("1995-08-17", false, .regular),
  ])
  func `The old, infants and the vulnerable go before`(born: String, vulnerable: Bool, expected: QueueClass) throws {
    #expect(
      try QueueClass(born: day(born), on: day("2026-11-23"), isVulnerable: vulnerable) == expected)
  }
}
