import Foundation
import MallDomain

/// The first two bytes choose a service; each further line answers one of its questions, chosen by the line's first byte.
struct FormTarget {
  static let shared = FormTarget()

  private let services: [PublicService]
  private let areas: AreaTable
  private static let today =
    LocalDate(year: 2026, month: 11, day: 26) ?? LocalDate(jakarta: MallInstant(milliseconds: 0))

  private init() {
    let folder = FuzzTarget.deploy
    let catalogue = folder.appending(path: "catalogue")
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: catalogue.path)) ?? []).sorted()
      .filter { $0.hasSuffix(".yaml") }
    let agencies = files.compactMap { file -> Agency? in
      guard let yaml = try? String(contentsOf: catalogue.appending(path: file), encoding: .utf8) else { return nil }
      return try? CatalogueFile.parse(yaml, file: file)
    }
    services = agencies.flatMap(\.services)
    let table = try? String(contentsOf: folder.appending(path: "data/areas.csv"), encoding: .utf8)
    guard !services.isEmpty, let table, let areas = try? AreaTable(csv: table) else {
      preconditionFailure("no catalogue in \(folder.path); run from the project's folder, or set MALL_DEPLOY")
    }
    self.areas = areas
  }

  func violation(_ bytes: [UInt8]) -> String? {
    guard bytes.count > 2 else { return nil }
    let service = services[(Int(bytes[0]) << 8 | Int(bytes[1])) % services.count]
    var values: [String: String] = [:]
    for line in bytes.dropFirst(2).split(separator: 0x0A) {
      guard let first = line.first, !service.form.isEmpty else { continue }
      let field = service.form[Int(first) % service.form.count]
      values[field.id] = String(decoding: line.dropFirst(), as: UTF8.self)
    }
    let channel = service.channels.first ?? .counter
    let content = ApplicationContent(service: service.code, channel: channel, values: values)
    let verdict = FormValidator.validate(content, against: service, areas: areas, today: Self.today)
    if verdict.violations.contains(where: { $0.field.isEmpty }) { return "a violation names no field" }
    guard verdict.violations.isEmpty else { return nil }
    // What is accepted once is accepted again, as it was written down.
    let again = FormValidator.validate(verdict.content, against: service, areas: areas, today: Self.today)
    return again.violations.isEmpty && again.content == verdict.content
      ? nil : "\(service.code): canonical answers change"
  }
}
