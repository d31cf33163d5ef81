import MallDomain

/// Duty on the transfer of land and buildings, BPHTB (rule T2; UU 1/2022 art. 44-49).
///
/// In force from 5 January 2024. Whether the threshold of an inheritance asks for a first acquisition is left to the
/// district's ordinance; here it does not.
struct LandTransferDuty: Hashable, Sendable {
  struct Rates: Hashable, Sendable {
    var tariff: Percentage
    /// NPOPTKP of the taxpayer's first acquisition in the district.
    var firstAcquisition: Rupiah
    /// NPOPTKP of what comes from the closest family by inheritance or will.
    var closeFamily: Rupiah
  }

  /// Why land changed hands, as the form names it.
  enum Acquisition: String, Hashable, Sendable, CaseIterable {
    case sale = "jual-beli"
    case exchange = "tukar-menukar"
    case gift = "hibah"
    case will = "hibah-wasiat"
    case inheritance = "waris"
    case contribution = "pemasukan-perseroan"
    case partition = "pemisahan-hak"
    case auction = "lelang"
    case judgment = "putusan-hakim"
    case merger = "penggabungan-usaha"
    case prize = "hadiah"
    case continuedRight = "hak-baru-kelanjutan"
    case newRight = "hak-baru-luar-pelepasan"
  }

  static let rates = DatedSetting(
    name: "BPHTB",
    periods: [
      .init(
        from: "2024-01-05",
        Rates(
          tariff: Percentage(percent: 5), firstAcquisition: Rupiah(80_000_000), closeFamily: Rupiah(300_000_000)),
        source: "UU 1/2022 art. 46-47; Perda Pajak Daerah dan Retribusi Daerah (assumed)")
    ])

  /// NPOP: what is taxed before the threshold.
  let base: Rupiah
  /// NPOPTKP.
  let threshold: Rupiah
  let duty: Rupiah

  /// - Parameters:
  ///   - price: nil or zero where it is unknown.
  ///   - assessedValue: the NJOP used for property tax in that year; nil or zero where there is none.
  ///   - isFirst: whether the taxpayer acquired nothing in the district before.
  ///   - isCloseFamily: a spouse, or the direct line one degree up or down.
  /// - Throws: `failed_precondition` where nothing tells the value: neither price nor NJOP, or an auction without price.
  init(
    _ acquisition: Acquisition, price: Rupiah?, assessedValue: Rupiah?, isFirst: Bool, isCloseFamily: Bool,
    rates: Rates
  ) throws(Refusal) {
    let price = price ?? .zero
    base = acquisition == .auction ? price : max(price, assessedValue ?? .zero)
    guard base > .zero else {
      throw Refusal(.failedPrecondition, detail: "harga dan NJOP tidak diketahui / neither price nor NJOP is known")
    }
    if isCloseFamily, acquisition == .inheritance || acquisition == .will {
      threshold = rates.closeFamily
    } else {
      threshold = isFirst ? rates.firstAcquisition : .zero
    }
    duty = rates.tariff.of(Rupiah(max(0, base.amount - threshold.amount)))
  }
}
