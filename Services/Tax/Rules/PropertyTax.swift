import MallDomain

/// Property tax, PBB-P2 (rule T1; UU 1/2022 art. 38-43; PP 35/2023).
///
/// In force here from the tax year 2024. The law sets limits (exemption at least Rp10,000,000, share 20 to 100 %, tariff
/// at most 0.5 %); the values in use are the district's and stand in `rates`. Left out: exempt objects (art. 38(3)) and
/// the lower tariff of land for food production.
enum PropertyTax {
  struct Rates: Hashable, Sendable {
    /// NJOPTKP: a year, on one object of an owner.
    var exemption: Rupiah
    /// NJKP: the part of the value that is taxed.
    var share: Percentage
    var tariff: Percentage
    /// What is owed at least where anything is owed.
    var minimum: Rupiah
  }

  /// By 1 January of the tax year. The district's ordinance is to be confirmed with the revenue office.
  static let rates = DatedSetting(
    name: "PBB-P2",
    periods: [
      .init(
        from: "2024-01-01",
        Rates(
          exemption: Rupiah(10_000_000), share: Percentage(percent: 60), tariff: Percentage(basisPoints: 20),
          minimum: .zero),
        source: "UU 1/2022 art. 40-41; Perda Pajak Daerah dan Retribusi Daerah (assumed)")
    ])

  /// The day on which the notices of a year are sent, and the months until they fall due (assumed).
  private static let sendingMonthAndDay = (month: 3, day: 31)
  private static let monthsToPay = 6

  static func rates(year: Int) throws(Refusal) -> Rates {
    guard let first = LocalDate(year: year, month: 1, day: 1) else {
      throw Refusal(.invalidArgument, detail: "tahun pajak / tax year")
    }
    return try rates.value(on: first)
  }

  /// NJOP, floored once; areas in 0.01 m2.
  static func value(landArea: Int, landValue: Rupiah, buildingArea: Int, buildingValue: Rupiah) -> Rupiah {
    let hundredfold =
      Int128(landArea) * Int128(landValue.amount) + Int128(buildingArea) * Int128(buildingValue.amount)
    return Rupiah(Int64(clamping: hundredfold / 100))
  }

  /// The tax of an object by its value, rounded down once at the end.
  static func tax(value: Rupiah, exemption: Rupiah, rates: Rates) -> Rupiah {
    let base = Rupiah(max(0, value.amount - exemption.amount))
    let tax = rates.tariff.of(base, times: [rates.share])
    return base > .zero ? max(tax, rates.minimum) : tax
  }

  /// Which of an owner's objects bears the exemption: the one of the highest value, of equals the first by number.
  static func exempted(among objects: [(number: String, value: Rupiah)]) -> String? {
    objects.min { ($1.value, $0.number) < ($0.value, $1.number) }?.number
  }

  /// When the notices of a year go out; today where that day is still to come.
  static func sendingDate(year: Int, today: LocalDate) -> LocalDate {
    let usual = LocalDate(year: year, month: sendingMonthAndDay.month, day: sendingMonthAndDay.day)
    return min(usual ?? today, today)
  }

  /// Printed on the notice: six months after it was sent, moved to a working day there and then.
  static func dueDate(sentOn: LocalDate, calendar: WorkingCalendar) -> LocalDate {
    let date = sentOn.adding(months: monthsToPay)
    return calendar.isWorkingDay(date) ? date : calendar.workingDay(1, from: date).date
  }
}
