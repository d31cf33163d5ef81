import MallDomain

/// Interest on tax that is paid late (rule T5; UU 1/2022, PP 35/2023): a part of each month begun after the due date, for
/// a limited number of months.
///
/// It is owed on the unpaid principal. The due date is the one printed; the calendar of working days has no part in it.
enum LateInterest {
  struct Rates: Hashable, Sendable {
    var monthly: Percentage
    var mostMonths: Int64
  }

  /// By the due date. That the limit counts from it is a setting of the district, to be confirmed.
  static let rates = DatedSetting(
    name: "bunga keterlambatan",
    periods: [
      .init(
        from: "2024-01-05", Rates(monthly: Percentage(percent: 1), mostMonths: 24), source: "PP 35/2023 (assumed)")
    ])

  /// The smallest number of months that, added to the due date, reach the payment.
  static func months(due: LocalDate, paid: LocalDate) -> Int {
    guard paid > due else { return 0 }
    let calendarMonths = (paid.year - due.year) * 12 + paid.month - due.month
    return paid <= due.adding(months: calendarMonths) ? calendarMonths : calendarMonths + 1
  }

  static func interest(on tax: Rupiah, due: LocalDate, paid: LocalDate) throws(Refusal) -> Rupiah {
    let months = Int64(months(due: due, paid: paid))
    guard months > 0, tax > .zero else { return .zero }
    let rates = try rates.value(on: due)
    return Percentage(basisPoints: rates.monthly.basisPoints * min(months, rates.mostMonths)).of(tax)
  }
}
