import MallDomain
import MallWire

/// Services, a line each.
struct ServiceList: Report {
  var page: Page<Wire.ServiceSummary>

  var json: JSONValue {
    .object([
      "services": .array(page.rows.map(\.json)),
      "next_page_token": .string(page.nextToken),
    ])
  }

  func text(in language: Language) -> String {
    guard !page.rows.isEmpty else {
      return language("Tidak ada layanan yang cocok.", "No service fits.")
    }
    let table = Table(
      [
        .init(language("Kode", "Code")), .init(language("Nama", "Name"), wraps: true),
        .init(language("Biaya", "Fee")), .init(language("Waktu", "Time")),
      ],
      rows: page.rows.map {
        let away = $0.available ? "" : language(" (instansi sedang jauh)", " (agency away)")
        return [
          $0.code, $0.name.text(language) + away, FeeText.short($0.fee, language), TermText.short($0.sla, language),
        ]
      })
    let more = page.nextToken.isEmpty ? "" : language(" Ada lagi.", " There are more.")
    return table.text() + "\n\n" + language("\(page.rows.count) layanan.", "\(page.rows.count) services.") + more
  }
}

extension Wire.ServiceSummary {
  var json: JSONValue {
    .object([
      "code": .string(code), "name": name.json, "agency": .string(agency), "agency_name": agencyName.json,
      "category": .string(category), "fee": fee.json, "service_level": sla.json, "channels": .strings(channels),
      "available": .boolean(available),
    ])
  }
}

extension Wire.Fee? {
  var json: JSONValue {
    guard let self else { return .null }
    return .object([
      "kind": .string(self.kind), "amount_rupiah": self.amount.map { .integer($0.rupiah) } ?? .null,
      "note": .text(self.note),
    ])
  }
}

extension Wire.Sla? {
  var json: JSONValue {
    guard let self else { return .null }
    return .object([
      "working_days": self.workingDays == 0 ? .null : .integer(self.workingDays),
      "working_minutes": self.workingMinutes == 0 ? .null : .integer(self.workingMinutes),
    ])
  }
}

/// What a service costs, in words.
enum FeeText {
  static func short(_ fee: Wire.Fee?, _ language: Language) -> String {
    guard let fee, fee.kind != "free" else { return language("gratis", "free") }
    guard let amount = fee.amount else { return language("menurut tarif", "by tariff") }
    let text = Rupiah(amount.rupiah).text
    return fee.kind == "tariff" ? language("mulai ", "from ") + text : text
  }
}

/// How long a service takes, in words.
enum TermText {
  static func short(_ term: Wire.Sla?, _ language: Language) -> String {
    guard let term else { return "-" }
    if term.workingMinutes > 0 { return language("\(term.workingMinutes) menit", "\(term.workingMinutes) min") }
    return language("\(term.workingDays) hari kerja", "\(term.workingDays) working days")
  }
}
