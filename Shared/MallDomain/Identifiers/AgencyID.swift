/// The name of an agency in the catalogue, such as `disdukcapil`.
package struct AgencyID: TextIdentifier {
  package static let maximumLength = 40

  package let text: String

  package init(_ text: String) throws(InvalidIdentifier) {
    guard Slug.isValid(text, maximumLength: AgencyID.maximumLength) else {
      throw InvalidIdentifier(kind: "agency id", rule: Slug.rule)
    }
    self.text = text
  }
}
