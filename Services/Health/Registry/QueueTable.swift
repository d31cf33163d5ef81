import MallDomain
import MallStore

/// One queue: a clinic of a facility on a day.
struct Queue: Hashable, Sendable {
  var facility: Facility
  var clinic: Clinic
  var day: LocalDate

  fileprivate var key: [SQLValue] { [.text(facility.code), .text(clinic.name), SQLValue(day)] }
  /// Numbers are not reset by cancellation, and have no gaps.
  fileprivate var counter: String { "queue/\(facility.code)/\(clinic.name)/\(day)" }
}

/// A number that somebody holds.
struct QueueTicket: Hashable, Sendable {
  var serial: Int
  /// As it is called out, such as `A012`.
  var number: String
  var priority: QueueClass
  /// Numbers that are called before, as the queue stands now.
  var ahead: Int
}

/// The register of queue numbers (rules H4 and M7).
struct QueueTable: Sendable {
  let sealer: Sealer

  /// Gives out the next number.
  func take(
    _ queue: Queue, by nik: NIK, _ priority: QueueClass, for caseID: CaseID, in transaction: Transaction
  ) throws -> QueueTicket {
    let serial = Int(try Counter.next(queue.counter, in: transaction))
    try transaction.execute(
      """
      INSERT INTO queue_tickets (facility, clinic, day, serial, place, nik_hash, case_id, priority, phase, absences,
        has_rejoined)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, 0)
      """,
      queue.key + [
        SQLValue(serial), SQLValue(try nextPlace(queue, in: transaction)), key(of: nik), SQLValue(caseID),
        SQLValue(priority),
      ])
    return QueueTicket(
      serial: serial, number: queue.clinic.number(serial), priority: priority,
      ahead: try order(of: queue, in: transaction).ahead(of: serial) ?? 0)
  }

  /// Whether somebody waits in a queue already: one citizen holds one waiting number a counter.
  func isWaiting(_ nik: NIK, in queue: Queue, in transaction: Transaction) throws -> Bool {
    try transaction.row(
      """
      SELECT 1 FROM queue_tickets
      WHERE nik_hash = ? AND facility = ? AND clinic = ? AND day = ? AND phase IN ('waiting', 'called')
      """,
      [key(of: nik)] + queue.key) != nil
  }

  /// The queue as it stands.
  func order(of queue: Queue, in transaction: Transaction) throws -> CallingOrder {
    let tickets = try transaction.rows(
      "SELECT * FROM queue_tickets WHERE facility = ? AND clinic = ? AND day = ? ORDER BY place", queue.key
    ).map { row in
      CallingOrder.Ticket(
        serial: try row.int("serial"), try row.value("priority"),
        TicketState(
          phase: try row.value("phase"), absences: try row.int("absences"), hasRejoined: try row.bool("has_rejoined")))
    }
    let position = try transaction.integer(
      "SELECT cycle_position FROM queue_days WHERE facility = ? AND clinic = ? AND day = ?", queue.key)
    return CallingOrder(tickets, position: Int(position ?? 0))
  }

  /// Calls the next number; nil where nobody waits.
  func call(_ queue: Queue, at now: MallInstant, in transaction: Transaction) throws -> CallingOrder.Ticket? {
    var order = try order(of: queue, in: transaction)
    guard let ticket = order.call() else { return nil }
    try transaction.execute(
      """
      INSERT INTO queue_days (facility, clinic, day, cycle_position) VALUES (?, ?, ?, ?)
      ON CONFLICT (facility, clinic, day) DO UPDATE SET cycle_position = excluded.cycle_position
      """,
      queue.key + [SQLValue(order.position)])
    try save(ticket, of: queue, "called_at = ?", [SQLValue(now)], in: transaction)
    return ticket
  }

  /// Takes what became of a number that was called, or that is given back.
  func take(
    _ event: TicketState.Event, on serial: Int, of queue: Queue, at now: MallInstant, in transaction: Transaction
  ) throws {
    var order = try order(of: queue, in: transaction)
    try order.take(event, serial: serial)
    guard let ticket = order.tickets.first(where: { $0.serial == serial }) else { return }
    switch event {
    case .served: try save(ticket, of: queue, "served_at = ?", [SQLValue(now)], in: transaction)
    case .rejoined:
      let place = try nextPlace(queue, in: transaction)
      try save(ticket, of: queue, "place = ?", [SQLValue(place)], in: transaction)
    case .called, .absent, .cancelled: try save(ticket, of: queue, "called_at = NULL", [], in: transaction)
    }
  }

  /// How long the last ones of a clinic took, on whichever day.
  func lastServices(of queue: Queue, in transaction: Transaction) throws -> [Duration] {
    try transaction.rows(
      """
      SELECT called_at, served_at FROM queue_tickets
      WHERE facility = ? AND clinic = ? AND served_at IS NOT NULL
      ORDER BY served_at DESC LIMIT ?
      """,
      Array(queue.key.dropLast()) + [SQLValue(WaitingTime.sample)]
    ).map { try $0.instant("served_at").duration(since: $0.instant("called_at")) }
  }

  private func save(
    _ ticket: CallingOrder.Ticket, of queue: Queue, _ change: String, _ values: [SQLValue], in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE queue_tickets SET phase = ?, absences = ?, has_rejoined = ?, \(change)
      WHERE facility = ? AND clinic = ? AND day = ? AND serial = ?
      """,
      [SQLValue(ticket.state.phase), SQLValue(ticket.state.absences), SQLValue(ticket.state.hasRejoined)] + values
        + queue.key + [SQLValue(ticket.serial)])
  }

  private func nextPlace(_ queue: Queue, in transaction: Transaction) throws -> Int64 {
    let highest = try transaction.integer(
      "SELECT MAX(place) FROM queue_tickets WHERE facility = ? AND clinic = ? AND day = ?", queue.key)
    return (highest ?? 0) + 1
  }

  private func key(of nik: NIK) -> SQLValue {
    .blob(sealer.lookupHash(nik.text, purpose: "patient"))
  }
}
