import MallDomain

/// What the mall needs to know of one method, on one line of the method table.
package struct MethodRow: Hashable, Sendable {
  /// Which node answers.
  package enum Answerer: String, Hashable, Sendable {
    /// The gateway that the request reached.
    case gateway
    /// The agency named by the target; the gateway forwards.
    case agency
    /// The node at the other end of the link, whichever it is.
    case any
    /// The node that the target names, by its id or by an agency that it serves; the gateway forwards to others.
    case named
  }

  /// What the answer shows.
  package enum DataClass: String, Hashable, Sendable {
    /// Anybody may know it.
    case `public`
    /// Something of a person.
    case personal
    /// How the mall runs.
    case operational
  }

  /// What an act leaves in the audit log.
  package enum AuditKind: String, Hashable, Sendable {
    case none
    /// That a person's data were read.
    case reads
    /// That something changed.
    case changes
  }

  package var method: Method
  /// Roles of the principal that may call it.
  package var callers: Set<Role>
  package var answeredBy: Answerer
  package var requestClass: RequestClass
  /// Sending it again, with the same body, changes nothing more.
  package var isIdempotent: Bool
  package var dataClass: DataClass
  package var audit: AuditKind
  /// The body carries its author's signature, since a forwarder must not be able to invent it.
  package var isSigned: Bool

  init(
    _ method: Method, _ callers: Set<Role>, by answeredBy: Answerer, _ requestClass: RequestClass = .query,
    idempotent isIdempotent: Bool, _ dataClass: DataClass, audit: AuditKind, signed isSigned: Bool = false
  ) {
    self.method = method
    self.callers = callers
    self.answeredBy = answeredBy
    self.requestClass = requestClass
    self.isIdempotent = isIdempotent
    self.dataClass = dataClass
    self.audit = audit
    self.isSigned = isSigned
  }
}
