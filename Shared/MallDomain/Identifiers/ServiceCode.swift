/// The code of a service: the agency's id, a dot and the service's own name, such as `disdukcapil.akta-kelahiran`.
package struct ServiceCode: TextIdentifier {
  package static let maximumLength = 100

  package let text: String
  package let agency: AgencyID

  package init(_ text: String) throws(InvalidIdentifier) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2,
      Slug.isValid(parts[1], maximumLength: ServiceCode.maximumLength - AgencyID.maximumLength - 1)
    else {
      throw InvalidIdentifier(kind: "service code", rule: "an agency id, a dot and a name of \(Slug.rule)")
    }
    agency = try AgencyID(String(parts[0]))
    self.text = text
  }
}
