import MallDomain

/// How a marriage was ended by a court (KHI art. 116-125).
enum DivorceKind: String, Hashable, Sendable, CaseIterable, Codable {
  case firstTalak = "talak-1"
  case secondTalak = "talak-2"
  case thirdTalak = "talak-3"
  /// At the wife's wish, for a compensation.
  case khul = "khuluk"
  /// By the court's judgment, at the wife's suit.
  case judgment = "putusan"

  /// Talak raj'i: the husband may take it back during the waiting period (KHI art. 118).
  var isRevocable: Bool { self == .firstTalak || self == .secondTalak }
}

/// Taking up a marriage again (rujuk): only after a revocable divorce, during the waiting period, with the wife's
/// consent, two witnesses, the divorce certificate and the village's letter (KHI art. 163-169; PMA 30/2024; rule N8).
enum Reconciliation {
  enum Verdict: Hashable, Sendable {
    case allowed
    /// The third talak, or one at the wife's wish: there is nothing to take back.
    case irrevocable
    /// A new marriage is needed.
    case tooLate(lastDay: LocalDate)
    case beforeDivorce
  }

  /// - Parameter divorcesBefore: how often this marriage was ended and taken up again before; the third talak is final.
  static func verdict(
    divorced: LocalDate, kind: DivorceKind, divorcesBefore: Int = 0, asked: LocalDate
  ) -> Verdict {
    guard kind.isRevocable, divorcesBefore < 2 else { return .irrevocable }
    guard asked >= divorced else { return .beforeDivorce }
    let lastDay = divorced.adding(days: WaitingPeriod.afterDivorce - 1)
    return asked <= lastDay ? .allowed : .tooLate(lastDay: lastDay)
  }
}
