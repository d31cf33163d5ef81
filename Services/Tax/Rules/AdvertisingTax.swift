import MallDomain

/// Outdoor advertising tax (rule T4; UU 1/2022 art. 60-63): at most 25 % of the rental value, which a table of the
/// district gives.
enum AdvertisingTax {
  struct Rates: Hashable, Sendable {
    var tariff: Percentage
    /// NSR for one m2 on one side a day, by the kind of advertisement in the form.
    var daily: [String: Rupiah]
    /// Of the kinds that the table leaves out.
    var otherwise: Rupiah

    func daily(_ kind: String) -> Rupiah { daily[kind] ?? otherwise }
  }

  static let rates = DatedSetting(
    name: "pajak reklame",
    periods: [
      .init(
        from: "2024-01-05",
        Rates(
          tariff: Percentage(percent: 25),
          daily: [
            "papan-billboard": Rupiah(1_500), "videotron": Rupiah(4_000), "kain": Rupiah(2_000),
            "melekat-stiker": Rupiah(1_000), "berjalan": Rupiah(2_500),
          ],
          otherwise: Rupiah(2_000)),
        source: "UU 1/2022 art. 62; Perbup nilai sewa reklame (assumed)")
    ])

  /// Both the first and the last day count.
  static func rentalValue(
    _ kind: String, lengthCentimetres: Int, widthCentimetres: Int, sides: Int, count: Int, days: Int, rates: Rates
  ) -> Rupiah {
    let area = Int128(lengthCentimetres) * Int128(widthCentimetres) * Int128(sides) * Int128(count)
    let value = area * Int128(max(0, days)) * Int128(rates.daily(kind).amount) / 10_000
    return Rupiah(Int64(clamping: value))
  }
}
