import MallDomain

/// On which days a number can be taken: not in the past, not too far ahead, and not on a Sunday or a holiday. Both bounds
/// are conventions of the service.
enum VisitDay {
  enum Obstacle: Hashable, Sendable {
    case past, tooFar, closed
  }

  static let mostDaysAhead = 30

  static func obstacle(to date: LocalDate, today: LocalDate, calendar: WorkingCalendar) -> Obstacle? {
    if date < today { return .past }
    if date > today.adding(days: mostDaysAhead) { return .tooFar }
    return date.weekday == .sunday || calendar.holiday(on: date) != nil ? .closed : nil
  }
}
