/// The gateway's merged catalogue: what each agency published, what is in force, and what waits for approval.
///
/// A service's states, by the events that change them:
///
///     (unknown) ── publish ──► listed ── publish of other texts ──► listed (new version at once)
///                               │  ▲
///                               │  └── approve ── listed + change held ◄── publish of another fee, form or output
///                               └── publish without it ──► delisted ── publish ──► as from listed
///
/// It is a value without I/O: events give actions, which are already applied to the value, and which the gateway writes
/// down in one commit. The same actions, read again, make the same directory (`init(hash:restoring:)`). Who is connected
/// is handed in with each question, since it isn't the catalogue's business.
package struct CatalogueDirectory: Sendable {
  /// What is known of one service.
  struct Entry: Sendable {
    var versions: [String: PublicService] = [:]
    var current: String?
    var isListed = false

    var currentService: PublicService? { current.flatMap { versions[$0] } }
  }

  private let hash: @Sendable (String) -> String
  private(set) var agencies: [AgencyID: Agency] = [:]
  private(set) var entries: [ServiceCode: Entry] = [:]
  private(set) var changes: [CatalogueChange.Subject: CatalogueChange] = [:]

  /// - Parameters:
  ///   - hash: names a text; the same text has the same name, and no two texts share one.
  ///   - restoring: the actions that were written down, in any order in which versions come before what names them.
  package init(hash: @escaping @Sendable (String) -> String, restoring actions: [CatalogueAction] = []) {
    self.hash = hash
    for action in actions { apply(action) }
  }

  // MARK: - Events

  /// An agency publishes its part of the catalogue.
  ///
  /// Checked in this order: the node serves the agency (`permissionDenied`); the part keeps the rules
  /// (`invalidArgument`, all violations); its counter is nobody else's (`alreadyExists`).
  ///
  /// - Parameter served: the agencies that the publishing node's certificate names.
  package mutating func publish(
    _ agency: Agency, servedByNode served: Set<AgencyID>, at now: MallInstant
  ) throws(Refusal) -> [CatalogueAction] {
    guard served.contains(agency.id) else {
      throw Refusal(.permissionDenied, Message(.requestPermissionDenied))
    }
    let issues = AgencyCheck.issues(agency)
    guard issues.isEmpty else {
      throw Refusal(
        .invalidArgument, Message(.requestInvalid, agency.id.text),
        violations: issues.map { FieldViolation(field: $0.field, message: Message(.requestInvalid, $0.text)) })
    }
    if let other = agencies.values.first(where: { $0.counter == agency.counter && $0.id != agency.id }) {
      throw Refusal(.alreadyExists, Message(.requestAlreadyExists, "\(agency.counter) (\(other.id))"))
    }
    var actions = describe(agency, at: now)
    for service in agency.services { actions += publish(service, at: now) }
    let offered = Set(agency.services.map(\.code))
    for (code, entry) in entries.sorted(by: { $0.key < $1.key })
    where code.agency == agency.id && entry.isListed && !offered.contains(code) {
      actions.append(.delisted(code))
      if changes[.service(code)] != nil { actions.append(.released(.service(code))) }
    }
    for action in actions { apply(action) }
    return actions
  }

  /// The operator approves a change.
  ///
  /// - Throws: `notFound` when nothing waits for the subject; `failedPrecondition` when what waits is another version
  ///   than the operator saw.
  package mutating func approve(
    _ subject: CatalogueChange.Subject, version: String
  ) throws(Refusal) -> [CatalogueAction] {
    guard let change = changes[subject] else {
      throw Refusal(.notFound, Message(.requestNotFound, subject.text))
    }
    guard change.versionProposed == version else {
      throw Refusal(.failedPrecondition, Message(.requestFailedPrecondition, subject.text))
    }
    var actions: [CatalogueAction] = [.released(subject)]
    switch subject {
    case .service(let code): actions.append(.listed(code, version: version))
    case .agency(let id):
      if var agency = agencies[id], let queries = change.queries {
        agency.queries = queries
        actions.append(.agency(agency))
      }
    }
    for action in actions { apply(action) }
    return actions
  }

  // MARK: - Decisions

  /// An agency's own description is live at once, but for its queries.
  private func describe(_ agency: Agency, at now: MallInstant) -> [CatalogueAction] {
    var description = agency
    description.services = []
    guard let known = agencies[agency.id] else { return [.agency(description)] }
    let subject = CatalogueChange.Subject.agency(agency.id)
    description.queries = known.queries
    var actions: [CatalogueAction] = description == known ? [] : [.agency(description)]
    let versionNow = hash(QueryDeclaration.canonicalText(known.queries))
    let proposed = hash(QueryDeclaration.canonicalText(agency.queries))
    if versionNow == proposed {
      if changes[subject] != nil { actions.append(.released(subject)) }
    } else if changes[subject]?.versionProposed != proposed {
      actions.append(
        .held(
          CatalogueChange(
            subject: subject, versionNow: versionNow, versionProposed: proposed, parts: [.queries], proposedAt: now,
            queries: agency.queries)))
    }
    return actions
  }

  private func publish(_ service: PublicService, at now: MallInstant) -> [CatalogueAction] {
    let entry = entries[service.code] ?? Entry()
    let subject = CatalogueChange.Subject.service(service.code)
    let version = hash(service.canonicalText)
    let release: [CatalogueAction] = changes[subject] == nil ? [] : [.released(subject)]
    let add: [CatalogueAction] = entry.versions[version] == nil ? [.version(version, service)] : []
    guard let current = entry.current, let old = entry.currentService else {
      return add + [.listed(service.code, version: version)]
    }
    if current == version {
      return release + (entry.isListed ? [] : [.listed(service.code, version: version)])
    }
    let parts = CatalogueChange.parts(from: old, to: service)
    guard parts.contains(where: \.needsApproval) else {
      return add + release + [.listed(service.code, version: version)]
    }
    // A service that was withdrawn comes back as it was; otherwise withdrawing would be a way around the approval.
    let relist: [CatalogueAction] = entry.isListed ? [] : [.listed(service.code, version: current)]
    if changes[subject]?.versionProposed == version { return relist }
    let change = CatalogueChange(
      subject: subject, versionNow: current, versionProposed: version, parts: parts, proposedAt: now)
    return add + relist + [.held(change)]
  }

  private mutating func apply(_ action: CatalogueAction) {
    switch action {
    case .agency(let agency):
      agencies[agency.id] = agency
    case .version(let version, let service):
      entries[service.code, default: Entry()].versions[version] = service
    case .listed(let code, let version):
      entries[code, default: Entry()].current = version
      entries[code, default: Entry()].isListed = true
    case .delisted(let code):
      entries[code]?.isListed = false
    case .held(let change):
      changes[change.subject] = change
    case .released(let subject):
      changes[subject] = nil
    }
  }
}
