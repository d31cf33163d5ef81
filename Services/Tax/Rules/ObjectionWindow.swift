import MallDomain

/// The time for an objection against an assessment (rule T7; UU 1/2022 and PP 35/2023): three months from its receipt.
/// Calendar months; the last day doesn't move off holidays.
enum ObjectionWindow {
  private static let months = 3
  private static let monthsToDecide = 12

  static func lastDay(received: LocalDate) -> LocalDate {
    received.adding(months: months)
  }

  static func isOpen(received: LocalDate, filed: LocalDate) -> Bool {
    filed <= lastDay(received: received)
  }

  /// Without a decision until then, the objection is deemed granted.
  static func decisionDue(filed: LocalDate) -> LocalDate {
    filed.adding(months: monthsToDecide)
  }
}
