import MallDomain

/// In which order the numbers of a clinic and a day are called (rule H4).
///
/// An emergency comes at once. Otherwise one priority number, then two regular ones, over and over; a class in which
/// nobody waits is skipped. The cycle keeps its position for the day, and emergencies don't advance it.
///
/// Values only: whoever keeps the tickets feeds it events, and asks it for the next number.
struct CallingOrder: Hashable, Sendable {
  struct Ticket: Hashable, Sendable {
    let serial: Int
    let priority: QueueClass
    fileprivate(set) var state: TicketState

    init(serial: Int, _ priority: QueueClass, _ state: TicketState = TicketState()) {
      self.serial = serial
      self.priority = priority
      self.state = state
    }
  }

  private static let cycle: [QueueClass] = [.priority, .regular, .regular]

  /// In the order in which they joined; who rejoins comes to the end.
  private(set) var tickets: [Ticket]
  /// The place in the cycle from which the next number is called, from 0.
  private(set) var position: Int

  init(_ tickets: [Ticket] = [], position: Int = 0) {
    self.tickets = tickets
    self.position = position
  }

  mutating func join(_ ticket: Ticket) {
    tickets.append(ticket)
  }

  /// Calls the next number; nil where nobody waits.
  mutating func call() -> Ticket? {
    guard let (index, next) = upcoming else { return nil }
    do {
      try tickets[index].state.take(.called)
    } catch {
      preconditionFailure("a waiting number can be called")
    }
    position = next
    return tickets[index]
  }

  /// The served, the absent, and those who give their number back.
  mutating func take(_ event: TicketState.Event, serial: Int) throws(Refusal) {
    guard let index = tickets.firstIndex(where: { $0.serial == serial }) else {
      throw Refusal(.notFound, detail: "nomor antrean / the queue number")
    }
    guard event != .called else {
      throw Refusal(.failedPrecondition, detail: "nomor dipanggil menurut urutan / numbers are called in their order")
    }
    try tickets[index].state.take(event)
    if event == .rejoined { tickets.append(tickets.remove(at: index)) }
  }

  /// How many numbers are called before one that waits; nil where it doesn't wait.
  func ahead(of serial: Int) -> Int? {
    guard tickets.contains(where: { $0.serial == serial && $0.state.phase == .waiting }) else { return nil }
    var order = self
    var count = 0
    while let next = order.call(), next.serial != serial { count += 1 }
    return count
  }

  /// The ticket to be called and the position after it.
  private var upcoming: (index: Int, position: Int)? {
    if let emergency = first(.emergency) { return (emergency, position) }
    for step in Self.cycle.indices {
      let place = (position + step) % Self.cycle.count
      if let index = first(Self.cycle[place]) { return (index, (place + 1) % Self.cycle.count) }
    }
    return nil
  }

  private func first(_ priority: QueueClass) -> Int? {
    tickets.firstIndex { $0.priority == priority && $0.state.phase == .waiting }
  }
}
