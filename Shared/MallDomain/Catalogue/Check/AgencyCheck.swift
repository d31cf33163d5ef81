/// The rules that an agency's part of the catalogue keeps by itself, whether it came from a file or over a link.
///
/// What services of several agencies say about each other is `CatalogueCheck`'s.
package enum AgencyCheck {
  package static func issues(_ agency: Agency) -> [CatalogueIssue] {
    var issues = IssueList()
    issues.require(name: agency.name, "name")
    if !isCounter(agency.counter) { issues.add("counter", "one or two capital letters are expected") }
    checkHours(agency.openingHours, &issues)
    checkQueries(agency.queries, &issues)
    issues.slugs(agency.subscribes, "subscribes", upTo: CatalogueLimits.entriesPerList)
    issues.count(agency.services.count, 1...CatalogueLimits.servicesPerAgency, "services")
    issues.unique(agency.services.map(\.code.text), "services")
    let issued = Set(agency.services.flatMap(\.issues))
    for service in agency.services {
      let place = "services[\(service.code)]"
      if service.code.agency != agency.id {
        issues.add("\(place).code", "must begin with the agency's id, \(agency.id)")
      }
      issues.add(ServiceCheck.issues(service, issuedByAgency: issued).map { $0.under(place) })
    }
    return issues.all
  }

  static func isCounter(_ text: String) -> Bool {
    1...2 ~= text.utf8.count && text.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
  }

  private static func checkHours(_ hours: OpeningHours, _ issues: inout IssueList) {
    let day = 0...24 * 60
    let times = [hours.opens, hours.closes, hours.fridayBreakStarts, hours.fridayBreakEnds]
    guard times.allSatisfy(day.contains), hours.opens <= hours.closes, hours.fridayBreakStarts <= hours.fridayBreakEnds
    else {
      issues.add("opening_hours", "each stretch must end after it begins, within one day")
      return
    }
  }

  /// Questions between agencies are a closed list with closed purposes (rule M11: least data).
  private static func checkQueries(_ queries: [QueryDeclaration], _ issues: inout IssueList) {
    issues.count(queries.count, 0...CatalogueLimits.queriesPerAgency, "queries")
    issues.unique(queries.map { "\($0.direction.rawValue) \($0.fact)" }, "queries")
    for (index, query) in queries.enumerated() {
      let place = "queries[\(index + 1)]"
      guard let fact = Fact(rawValue: query.fact) else {
        let known = Fact.allCases.map(\.rawValue).joined(separator: ", ")
        issues.add("\(place).fact", "one of these is expected: \(known)")
        continue
      }
      let allowed = fact.purposes.map(\.rawValue).sorted()
      if query.purposes.isEmpty || !Set(query.purposes).isSubset(of: allowed) {
        issues.add("\(place).purposes", "\(fact.rawValue) is asked for: \(allowed.joined(separator: ", "))")
      }
      if query.roles.isEmpty || !query.roles.allSatisfy({ Role(rawValue: $0) != nil }) {
        let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
        issues.add("\(place).roles", "one or more of these are expected: \(known)")
      }
    }
  }
}
