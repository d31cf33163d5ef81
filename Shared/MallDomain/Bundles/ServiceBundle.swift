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
    package var brought: [String]

    package init(
      id: String, service: ServiceCode, isOptional: Bool = false, after: [String] = [], answers: [String: Answer] = [:],
      requirements: [String: String] = [:], brought: [String] = []
    ) {
      self.id = id
      self.service = service
      self.isOptional = isOptional
      self.after = after
      self.answers = answers
      self.requirements = requirements
      self.brought = brought
    }

    /// The service as this part asks for it: what is brought is fetched from nobody.
    package func asking(_ service: PublicService) -> PublicService {
      var service = service
      for index in service.requirements.indices where brought.contains(service.requirements[index].id) {
        (service.requirements[index].source, service.requirements[index].document) = (nil, nil)
      }
      return service
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

/// What is empty is left out: a bundle that makes no use of a newer key keeps the name of its edition, and what was kept
/// before the key can be read.
extension ServiceBundle.Part {
  private enum CodingKeys: String, CodingKey {
    case id, service, isOptional, after, answers, requirements, brought
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try container.decode(String.self, forKey: .id),
      service: try container.decode(ServiceCode.self, forKey: .service),
      isOptional: try container.decodeIfPresent(Bool.self, forKey: .isOptional) ?? false,
      after: try container.decodeIfPresent([String].self, forKey: .after) ?? [],
      answers: try container.decodeIfPresent([String: ServiceBundle.Answer].self, forKey: .answers) ?? [:],
      requirements: try container.decodeIfPresent([String: String].self, forKey: .requirements) ?? [:],
      brought: try container.decodeIfPresent([String].self, forKey: .brought) ?? [])
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(service, forKey: .service)
    if isOptional { try container.encode(isOptional, forKey: .isOptional) }
    if !after.isEmpty { try container.encode(after, forKey: .after) }
    if !answers.isEmpty { try container.encode(answers, forKey: .answers) }
    if !requirements.isEmpty { try container.encode(requirements, forKey: .requirements) }
    if !brought.isEmpty { try container.encode(brought, forKey: .brought) }
  }
}
