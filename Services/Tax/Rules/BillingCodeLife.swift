import MallDomain

/// What may become of a billing code (rule T6):
///
///     active ──► paid ──► reversed
///        ├─────► expired
///        └─────► cancelled
///
/// There is no other transition: money that arrives for a code that is expired or cancelled never revives it.
enum BillingCodeLife {
  enum State: String, Hashable, Sendable, CaseIterable {
    case active, paid, expired, cancelled
    /// The bank took the payment back on the same business day, by two officers.
    case reversed
  }

  enum Event: String, Hashable, Sendable, CaseIterable {
    case payment, expiry, cancellation, reversal
  }

  /// The state after an event.
  ///
  /// - Throws: `failed_precondition` where the state has no such transition.
  static func state(after event: Event, in state: State) throws(Refusal) -> State {
    switch (state, event) {
    case (.active, .payment): return .paid
    case (.active, .expiry): return .expired
    case (.active, .cancellation): return .cancelled
    case (.paid, .reversal): return .reversed
    default:
      throw Refusal(
        .failedPrecondition, detail: "\(event.rawValue): kode bayar / the billing code is \(state.rawValue)")
    }
  }

  private static let usualDays = 30

  /// The last day of payment: of property tax the last of the year, of others 30 days after the issue.
  static func lastDay(_ kind: BillingCode.Kind, issuedOn date: LocalDate) -> LocalDate {
    let endOfYear = LocalDate(year: date.year, month: 12, day: 31) ?? date
    return kind == .ruralAndUrbanProperty ? endOfYear : date.adding(days: usualDays)
  }
}

extension BillingCodeLife.State {
  /// As the mall's payment exchange knows it; a reversed payment leaves nothing that can be paid.
  var billState: Bill.State {
    switch self {
    case .active: .active
    case .paid: .paid
    case .expired: .expired
    case .cancelled, .reversed: .cancelled
    }
  }
}
