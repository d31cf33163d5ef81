/// A matter of life that needs several agencies, such as the birth of a child: for the citizen one application, with one
/// form and one page to track it.
///
/// Each part is an application at its agency like any other, with its own officer, decision and document. One that is
/// refused takes nothing with it but what needs its document.
package struct ServiceBundle: Hashable, Sendable, Codable {
  /// Under which bundles have their codes: the mall's own, no agency's.
  package static let division = "mal"

  package var code: ServiceCode
  package var name: LocalizedText
  package var description: LocalizedText
  package var parts: [Part]

  package init(code: ServiceCode, name: LocalizedText, description: LocalizedText, parts: [Part]) {
    self.code = code
    self.name = name
    self.description = description
    self.parts = parts
  }

  /// One of the services.
  package struct Part: Hashable, Sendable, Codable {
    package var id: String
    package var service: ServiceCode
    /// Whether the citizen chooses it; others belong to the matter itself.
    package var isOptional: Bool
    /// The parts that must have issued their document before this one can be filed.
    package var after: [String]
    /// Where a field of the service is answered by something else than the question of its own name.
    package var answers: [String: Answer]
    /// The bundle's name of a requirement that other parts name otherwise, by the service's.
    package var requirements: [String: String]
    /// Requirements that the applicant shows or attaches although an agency issues them: when this part is filed, its
    /// register doesn't tell them of that person any more.
    package var brought: Set<String>

    package init(
      id: String, service: ServiceCode, isOptional: Bool = false, after: [String] = [], answers: [String: Answer] = [:],
      requirements: [String: String] = [:], brought: Set<String> = []
    ) {
      self.id = id
      self.service = service
      self.isOptional = isOptional
      self.after = after
      self.answers = answers
      self.requirements = requirements
      self.brought = brought
    }

    /// The question with which the citizen chooses it.
    package var choice: String { "ikut-\(id)" }
  }

  package enum Answer: Hashable, Sendable, Codable {
    /// The bundle's question of this name.
    case question(String)
    /// The same for everybody.
    case fixed(String)
    /// What stands in a field of the document that another part issued.
    case issued(part: String, field: String)
  }

  package func part(_ id: String) -> Part? { parts.first { $0.id == id } }
}
