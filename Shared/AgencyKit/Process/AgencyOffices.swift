import MallDomain

/// The agencies of a node, each with its back office and its manifest.
package struct AgencyOffices: Sendable {
  package let manifests: Manifests
  private let offices: [AgencyID: any BackOffice]

  package init(manifests: Manifests, offices: [AgencyID: any BackOffice]) {
    self.manifests = manifests
    self.offices = offices
  }

  package var agencies: [AgencyID] { offices.keys.sorted() }

  /// - Throws: `not_found` for an agency that this node doesn't serve.
  package func office(of agency: AgencyID) throws(Refusal) -> any BackOffice {
    guard let office = offices[agency] else { throw Refusal(.notFound, detail: "agency \(agency) at this node") }
    return office
  }

  /// The agency that a request names.
  ///
  /// - Throws: `invalid_argument` for a text that is no agency id, `not_found` for another node's agency.
  func agency(_ text: String) throws(Refusal) -> AgencyID {
    guard let agency = try? AgencyID(text) else { throw Refusal(.invalidArgument, detail: "agency") }
    _ = try office(of: agency)
    return agency
  }

  /// A service that one of the agencies publishes.
  func service(_ code: ServiceCode) throws(Refusal) -> PublicService {
    guard let service = try manifests.manifest(of: code.agency).services.first(where: { $0.code == code }) else {
      throw Refusal(.notFound, detail: "service \(code)")
    }
    return service
  }
}
