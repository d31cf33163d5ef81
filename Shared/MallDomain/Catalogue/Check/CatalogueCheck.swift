/// The rules between agencies: who issues what, and that nobody is sent in a circle.
package enum CatalogueCheck {
  /// An issue of one agency that only the others show.
  package struct Finding: Hashable, Sendable, CustomStringConvertible {
    package var agency: AgencyID
    package var issue: CatalogueIssue

    package var description: String { "\(agency): \(issue)" }
  }

  /// Sources exist and issue the document, required documents form no circle, and ids, counters and codes are unique.
  package static func check(_ agencies: [Agency]) -> [Finding] {
    var findings: [Finding] = []
    func add(_ agency: AgencyID, _ field: String, _ text: String) {
      findings.append(Finding(agency: agency, issue: CatalogueIssue(field: field, text: text)))
    }
    var ids: Set<AgencyID> = []
    var counters: [String: AgencyID] = [:]
    for agency in agencies {
      if !ids.insert(agency.id).inserted { add(agency.id, "id", "two agencies have it") }
      if let other = counters.updateValue(agency.id, forKey: agency.counter) {
        add(agency.id, "counter", "\(agency.counter) is the counter of \(other) too")
      }
    }
    let services = agencies.flatMap(\.services)
    var byCode: [ServiceCode: PublicService] = [:]
    for service in services where byCode.updateValue(service, forKey: service.code) != nil {
      add(service.code.agency, "services[\(service.code)].code", "two services have it")
    }
    for agency in agencies {
      for service in agency.services {
        for requirement in service.requirements {
          guard let source = requirement.source, let document = requirement.document else { continue }
          let place = "services[\(service.code)].requirements[\(requirement.id)].source"
          if let issuer = byCode[source] {
            if !issuer.issues.contains(document) { add(agency.id, place, "\(source) does not issue \(document)") }
          } else {
            add(agency.id, place, "there is no service \(source)")
          }
        }
      }
    }
    for circle in RequirementGraph(byCode).circles() {
      guard let first = circle.first else { continue }
      let path = (circle + [first]).map(\.text).joined(separator: " > ")
      add(first.agency, "services[\(first)].requirements", "required documents form a circle: \(path)")
    }
    return findings
  }
}

/// Which service needs a document of which other.
private struct RequirementGraph {
  private let needs: [ServiceCode: [ServiceCode]]

  init(_ services: [ServiceCode: PublicService]) {
    needs = services.mapValues { service in
      // A service may ask for a document that it issues itself: another person's, or an older one.
      let sources = service.requirements.filter(\.isRequired).compactMap(\.source)
      return Set(sources.filter { $0 != service.code && services[$0] != nil }).sorted()
    }
  }

  /// Each circle once, from its smallest code on.
  func circles() -> [[ServiceCode]] {
    var found: Set<[ServiceCode]> = []
    var finished: Set<ServiceCode> = []
    for start in needs.keys.sorted() {
      var path: [(code: ServiceCode, next: Int)] = [(start, 0)]
      while let (code, next) = path.last {
        guard let others = needs[code], next < others.count, !finished.contains(code) else {
          finished.insert(code)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let other = others[next]
        if let index = path.firstIndex(where: { $0.code == other }) {
          found.insert(RequirementGraph.fromSmallest(path[index...].map(\.code)))
        } else if !finished.contains(other) {
          path.append((other, 0))
        }
      }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func fromSmallest(_ circle: [ServiceCode]) -> [ServiceCode] {
    guard let smallest = circle.indices.min(by: { circle[$0] < circle[$1] }) else { return circle }
    return Array(circle[smallest...] + circle[..<smallest])
  }
}
