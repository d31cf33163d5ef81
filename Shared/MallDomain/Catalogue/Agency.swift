/// An organisation behind the mall's door, with the services that it publishes.
///
/// One YAML file of `deploy/catalogue` describes one agency; its own process publishes it.
package struct Agency: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable, Codable {
    case district
    case vertical
  }

  /// Which executable serves the agency.
  package enum Domain: String, Sendable, CaseIterable, Codable {
    case identity, health, tax, marriage, general
  }

  package var id: AgencyID
  package var name: LocalizedText
  package var kind: Kind
  package var domain: Domain
  /// The counter's letters on the building's boards, such as "A" or "AC".
  package var counter: String
  package var openingHours: OpeningHours
  package var queries: [QueryDeclaration]
  package var subscribes: [String]
  package var services: [PublicService]

  package init(
    id: AgencyID, name: LocalizedText, kind: Kind, domain: Domain, counter: String,
    openingHours: OpeningHours = .standard, queries: [QueryDeclaration] = [], subscribes: [String] = [],
    services: [PublicService]
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.domain = domain
    self.counter = counter
    self.openingHours = openingHours
    self.queries = queries
    self.subscribes = subscribes
    self.services = services
  }
}

/// When a counter is open on working days, in minutes after midnight, Jakarta time.
package struct OpeningHours: Hashable, Sendable {
  package var opens: Int
  package var closes: Int
  package var fridayBreakStarts: Int
  package var fridayBreakEnds: Int

  package init(opens: Int, closes: Int, fridayBreakStarts: Int, fridayBreakEnds: Int) {
    self.opens = opens
    self.closes = closes
    self.fridayBreakStarts = fridayBreakStarts
    self.fridayBreakEnds = fridayBreakEnds
  }

  /// 08:00 to 15:00, on Fridays with a break from 11:30 to 13:00 (rule M6, a convention of the product).
  package static let standard = OpeningHours(
    opens: 8 * 60, closes: 15 * 60, fridayBreakStarts: 11 * 60 + 30, fridayBreakEnds: 13 * 60)
}

/// A fact that an agency answers to others, or asks of others, and for what.
package struct QueryDeclaration: Hashable, Sendable {
  package enum Direction: String, Sendable, CaseIterable {
    case answers, asks
  }

  package var fact: String
  package var direction: Direction
  package var purposes: [String]
  package var roles: [String]

  package init(fact: String, direction: Direction, purposes: [String], roles: [String]) {
    self.fact = fact
    self.direction = direction
    self.purposes = purposes
    self.roles = roles
  }
}
