import MallDomain

/// The waiting period (iddah) of a bride who was married before (PP 9/1975 art. 39; KHI art. 153-155; rule N5).
///
/// Counted from the final ruling of a divorce, where a husband pronounced it from his pledge before the court, or from
/// the day of a death. Three clean periods, which she attests, never make the 90 days shorter.
enum WaitingPeriod {
  static let afterDivorce = 90
  static let afterDeath = 130

  /// What the bride says of herself.
  enum Condition: String, Hashable, Sendable, CaseIterable {
    case usual = "biasa"
    /// Until the delivery, after a divorce and after a death.
    case pregnant = "hamil"
    /// After a divorce before the marriage was consummated there is none; after a death there is.
    case unconsummated = "belum-dukhul"
  }

  enum Standing: Hashable, Sendable {
    /// The first day on which she may marry, which has come.
    case over(since: LocalDate)
    case running(through: LocalDate)
    case untilDelivery
    case none
  }

  /// What a contract on a day falls into.
  static func standing(
    ended: LocalDate, by ending: MarriageStanding.Ending, condition: Condition = .usual, on contract: LocalDate
  ) -> Standing {
    switch (condition, ending) {
    case (.pregnant, _): return .untilDelivery
    case (.unconsummated, .divorce), (.unconsummated, .annulment): return .none
    case (.usual, _), (.unconsummated, .death):
      let first = ended.adding(days: ending == .death ? afterDeath : afterDivorce)
      return contract >= first ? .over(since: first) : .running(through: first.adding(days: -1))
    }
  }
}
