import MallDomain

/// The waiting period (iddah) of a bride who was married before (PP 9/1975 art. 39; KHI art. 153; rule N5).
///
/// Counted from the final ruling of a divorce or the day of a death. One who expects a child waits until the delivery,
/// which the officer examines.
enum WaitingPeriod {
  static let afterDivorce = 90
  static let afterDeath = 130

  static func days(after ending: MarriageStanding.Ending) -> Int {
    switch ending {
    case .divorce: afterDivorce
    case .death: afterDeath
    }
  }

  /// Whether a contract on a day would still fall into it.
  static func isRunning(ended: LocalDate, by ending: MarriageStanding.Ending, on contract: LocalDate) -> Bool {
    ended.days(until: contract) < days(after: ending)
  }

  /// Whether a marriage may be resumed (rujuk): within the waiting period of a revocable divorce (rule N8).
  static func allowsReturn(divorced: LocalDate, on date: LocalDate) -> Bool {
    0..<afterDivorce ~= divorced.days(until: date)
  }
}
