import MallDomain

/// Tax on certain goods and services, PBJT (rule T3; UU 1/2022 art. 50-59). Taxpayers compute it each month.
///
/// In force from 5 January 2024; the rate is that of the month's last day. Left out: electricity, which its supplier pays
/// for all.
enum ConsumptionTax {
  struct Rates: Hashable, Sendable {
    /// Food and drink, hotels, parking, arts and entertainment.
    var general: Percentage
    /// Discotheque, karaoke, night club, bar, steam bath.
    var nightlife: Percentage
    /// Sellers of food and drink who take less in a month owe nothing.
    var smallSeller: Rupiah
  }

  static let rates = DatedSetting(
    name: "PBJT",
    periods: [
      .init(
        from: "2024-01-05",
        Rates(
          general: Percentage(percent: 10), nightlife: Percentage(percent: 40), smallSeller: Rupiah(3_000_000)),
        source: "UU 1/2022 art. 58; Perda Pajak Daerah dan Retribusi Daerah (assumed)")
    ])

  /// Art. 58(2): the kinds of entertainment with a tariff of 40 to 75 %, as the form names them.
  private static let nightlife: Set<String> = ["diskotek", "karaoke", "kelab-malam", "bar", "mandi-uap-spa"]

  /// - Parameter venue: the kind of business in the form; nil where the form has none.
  static func rate(_ kind: BillingCode.Kind, venue: String?, rates: Rates) -> Percentage {
    kind == .entertainment && venue.map(nightlife.contains) == true ? rates.nightlife : rates.general
  }

  /// Of the amount that consumers paid in the month, without the tax; rounded down.
  static func tax(on turnover: Rupiah, _ kind: BillingCode.Kind, venue: String?, rates: Rates) -> Rupiah {
    if kind == .foodAndDrink, turnover < rates.smallSeller { return .zero }
    return rate(kind, venue: venue, rates: rates).of(turnover)
  }

  /// The tax that an amount holds already.
  static func taxIncluded(in gross: Rupiah, rate: Percentage) -> Rupiah {
    let base = Int128(gross.amount) * Int128(Percentage.whole) / Int128(Percentage.whole + rate.basisPoints)
    return Rupiah(gross.amount - Int64(clamping: base))
  }
}
