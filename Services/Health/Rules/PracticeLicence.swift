import MallDomain

/// The licence to practise of health professionals, SIP (rule H5; UU 17/2023 art. 264; PP 28/2024 art. 677). It binds to
/// one place and is renewed with proof of enough professional credits.
enum PracticeLicence {
  private static let years = 5
  private static let renewalMonths = 6

  /// Through the day before the fifth anniversary.
  static func validThrough(issuedOn date: LocalDate) -> LocalDate {
    date.anniversary(years: years).adding(days: -1)
  }

  /// The first day on which the renewal may be filed.
  static func renewalOpens(expiry: LocalDate) -> LocalDate {
    expiry.adding(months: -renewalMonths)
  }
}
