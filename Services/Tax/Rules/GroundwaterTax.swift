import MallDomain

/// Groundwater tax (rule T4; UU 1/2022 art. 65-68): at most 20 % of the acquisition value, which a table of the district
/// gives a m3 by the group of users.
enum GroundwaterTax {
  struct Rates: Hashable, Sendable {
    var tariff: Percentage
    /// NPA of one m3 by the user group in the form.
    var cubicMetre: [String: Rupiah]
  }

  static let rates = DatedSetting(
    name: "pajak air tanah",
    periods: [
      .init(
        from: "2024-01-05",
        Rates(
          tariff: Percentage(percent: 20),
          cubicMetre: [
            "sosial": Rupiah(150), "pertanian": Rupiah(250), "non-niaga": Rupiah(500), "niaga": Rupiah(750),
            "industri": Rupiah(1_000),
          ]),
        source: "UU 1/2022 art. 67; Perbup nilai perolehan air tanah (assumed)")
    ])

  static func tax(cubicMetres: Int64, group: String, rates: Rates) throws(Refusal) -> Rupiah {
    guard let price = rates.cubicMetre[group] else { throw Refusal(.invalidArgument, detail: "kelompok") }
    let value = Int128(max(0, cubicMetres)) * Int128(price.amount)
    return rates.tariff.of(Rupiah(Int64(clamping: value)))
  }
}
