/// A change of a published catalogue that waits for the operator's approval, since it touches money, data or documents.
package struct CatalogueChange: Hashable, Sendable {
  /// What a version is made of.
  package enum Part: String, Hashable, Sendable, CaseIterable {
    case fee, form, queries, output
    /// Everything else: texts, requirements, terms, channels, rules.
    case rest

    /// Whether a change of this part is live only once the operator approved it.
    package var needsApproval: Bool { self != .rest }

    /// Queries are the agency's, not a service's.
    static let ofService: [Part] = [.fee, .form, .output, .rest]
  }

  /// What changes: a service, or an agency whose queries change.
  package enum Subject: Hashable, Comparable, Sendable, CustomStringConvertible {
    case agency(AgencyID)
    case service(ServiceCode)

    package init(_ text: String) throws(InvalidIdentifier) {
      self = text.contains(".") ? .service(try ServiceCode(text)) : .agency(try AgencyID(text))
    }

    package var text: String {
      switch self {
      case .agency(let id): id.text
      case .service(let code): code.text
      }
    }

    package var agency: AgencyID {
      switch self {
      case .agency(let id): id
      case .service(let code): code.agency
      }
    }

    package var description: String { text }

    package static func < (left: Subject, right: Subject) -> Bool { left.text < right.text }
  }

  package var subject: Subject
  /// The version that stays in force meanwhile.
  package var versionNow: String
  package var versionProposed: String
  /// All parts that differ, in the order of `Part.allCases`.
  package var parts: [Part]
  package var proposedAt: MallInstant
  /// What an agency would answer and ask; nil for a service, whose proposed version is kept with the versions.
  package var queries: [QueryDeclaration]?

  package init(
    subject: Subject, versionNow: String, versionProposed: String, parts: [Part], proposedAt: MallInstant,
    queries: [QueryDeclaration]? = nil
  ) {
    self.subject = subject
    self.versionNow = versionNow
    self.versionProposed = versionProposed
    self.parts = parts
    self.proposedAt = proposedAt
    self.queries = queries
  }

  /// The parts in which two versions of a service differ; none when they are the same.
  package static func parts(from old: PublicService, to new: PublicService) -> [Part] {
    Part.ofService.filter { old.canonicalText(of: $0) != new.canonicalText(of: $0) }
  }
}
