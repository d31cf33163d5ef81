import AgencyKit
import MallDomain

/// What a declaration comes to, by its form (rules T3 and T4).
struct DeclaredTax {
  private static let kinds: [String: BillingCode.Kind] = [
    "pbjt-makanan-minuman": .foodAndDrink, "pbjt-perhotelan": .hotel, "pbjt-hiburan": .entertainment,
    "pbjt-parkir": .parking, "reklame": .advertising, "air-tanah": .groundwater,
  ]
  private static let periodField = "masa-pajak"

  let file: CaseFile

  func kind() throws(Refusal) -> BillingCode.Kind {
    guard let kind = Self.kinds[file.slug] else { throw Refusal(.unimplemented) }
    return kind
  }

  var rule: String {
    switch Self.kinds[file.slug] {
    case .advertising, .groundwater: "T4"
    default: "T3"
    }
  }

  /// The last day of the month that is declared.
  private var lastDay: LocalDate? {
    guard let date = file.date(Self.periodField) else { return nil }
    return date.adding(days: 1 - date.day).adding(months: 1).adding(days: -1)
  }

  /// What of the form can't be right.
  var findings: [Finding] {
    var findings: [Finding] = []
    if let lastDay, lastDay >= file.filedOn {
      findings.append(
        .blocks(
          rule, "Masa pajak belum berakhir.", "The tax period is not over yet.", field: Self.periodField))
    }
    if let first = file.date("tgl-mulai"), let last = file.date("tgl-akhir"), last < first {
      findings.append(
        .blocks(rule, "Akhir tayang sebelum mulai.", "It ends before it begins.", field: "tgl-akhir"))
    }
    if let opening = file.int("meter-awal"), let closing = file.int("meter-akhir"), closing < opening {
      findings.append(
        .blocks(
          rule, "Meter akhir di bawah meter awal.", "The closing reading is below the opening one.",
          field: "meter-akhir"))
    }
    return findings
  }

  /// The tax, rounded down to whole rupiah.
  func tax() throws(Refusal) -> Rupiah {
    let kind = try kind()
    switch kind {
    case .advertising: return try advertising()
    case .groundwater: return try groundwater()
    default:
      let lastDay = try file.required(Self.periodField, lastDay)
      return ConsumptionTax.tax(
        on: try file.required("omzet", file.rupiah("omzet")), kind, venue: file.value("jenis"),
        rates: try ConsumptionTax.rates.value(on: lastDay))
    }
  }

  private func advertising() throws(Refusal) -> Rupiah {
    let first = try file.required("tgl-mulai", file.date("tgl-mulai"))
    let last = try file.required("tgl-akhir", file.date("tgl-akhir"))
    let rates = try AdvertisingTax.rates.value(on: first)
    let value = AdvertisingTax.rentalValue(
      try file.required("jenis", file.value("jenis")),
      lengthCentimetres: try file.required("panjang-cm", file.int("panjang-cm")),
      widthCentimetres: try file.required("lebar-cm", file.int("lebar-cm")),
      sides: try file.required("sisi", file.int("sisi")), count: try file.required("jumlah", file.int("jumlah")),
      days: first.days(until: last) + 1, rates: rates)
    return rates.tariff.of(value)
  }

  private func groundwater() throws(Refusal) -> Rupiah {
    let opening = try file.required("meter-awal", file.int("meter-awal"))
    let closing = try file.required("meter-akhir", file.int("meter-akhir"))
    let lastDay = try file.required(Self.periodField, lastDay)
    return try GroundwaterTax.tax(
      cubicMetres: Int64(closing) - Int64(opening), group: try file.required("kelompok", file.value("kelompok")),
      rates: try GroundwaterTax.rates.value(on: lastDay))
  }
}
