import Yams

/// Reads an agency, and hands its defaults for steps and complaints down to its services.
struct AgencyReader {
  let report: ReadingReport

  private static let keys: Set<String> = [
    "id", "name", "name_en", "kind", "domain", "counter", "opening_hours", "complaints", "steps", "queries",
    "subscribes", "services",
  ]

  /// Nil where there is no id to speak of.
  func agency(_ root: Node) -> Agency? {
    guard let file = MappingReader(root, field: "", keys: AgencyReader.keys, report: report) else { return nil }
    let id: AgencyID? = file.identifier("id")
    let services = ServiceReader(defaults: file)
    let agencyServices = file.mappings("services", named: "code", keys: ServiceReader.keys, isRequired: true)
      .compactMap(services.service)
    let name = file.localized("name")
    let kind = file.choice("kind", orElse: Agency.Kind.district)
    let domain = file.choice("domain", orElse: Agency.Domain.general)
    let counter = file.text("counter")
    let hours = openingHours(file)
    let queries = queries(file)
    let subscribes = file.texts("subscribes")
    guard let id else { return nil }
    return Agency(
      id: id, name: name, kind: kind, domain: domain, counter: counter, openingHours: hours, queries: queries,
      subscribes: subscribes, services: agencyServices)
  }

  private func openingHours(_ file: MappingReader) -> OpeningHours {
    let keys: Set<String> = ["opens", "closes", "friday_break_starts", "friday_break_ends"]
    let standard = OpeningHours.standard
    guard let hours = file.mapping("opening_hours", keys: keys) else { return standard }
    return OpeningHours(
      opens: minute(hours, "opens") ?? standard.opens, closes: minute(hours, "closes") ?? standard.closes,
      fridayBreakStarts: minute(hours, "friday_break_starts") ?? standard.fridayBreakStarts,
      fridayBreakEnds: minute(hours, "friday_break_ends") ?? standard.fridayBreakEnds)
  }

  private func minute(_ hours: MappingReader, _ key: String) -> Int? {
    guard let text = hours.optionalText(key) else { return nil }
    guard let time = LocalTime(text) else {
      report.add(hours.place(key), "a time such as \"08:00\" is expected, in quotes")
      return nil
    }
    return time.minuteOfDay
  }

  private func queries(_ file: MappingReader) -> [QueryDeclaration] {
    file.mappings("queries", named: "", keys: ["fact", "direction", "purposes", "roles"]).map { query in
      QueryDeclaration(
        fact: query.text("fact"), direction: query.choice("direction", orElse: .answers),
        purposes: query.texts("purposes", isRequired: true), roles: query.texts("roles", isRequired: true))
    }
  }
}
