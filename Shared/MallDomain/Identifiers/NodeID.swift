/// The name of one node: the one in its certificate, such as `gateway-lampung-tengah`.
package struct NodeID: TextIdentifier {
  package static let maximumLength = 64

  package let text: String

  package init(_ text: String) throws(InvalidIdentifier) {
    guard Slug.isValid(text, maximumLength: NodeID.maximumLength) else {
      throw InvalidIdentifier(kind: "node id", rule: Slug.rule)
    }
    self.text = text
  }
}
