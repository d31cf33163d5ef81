import MallDomain
import MallStore
import MallWire

/// The catalogue's actions as rows of its log: descriptions in the wire's own encoding, so that one mapping serves both.
extension CatalogueLog.Entry {
  init(action: CatalogueAction, at now: MallInstant) {
    switch action {
    case .agency(let agency):
      self.init(kind: "agency", subject: agency.id.text, content: Wire.Agency(agency).encoded(), at: now)
    case .version(let version, let service):
      self.init(
        kind: "version", subject: service.code.text, version: version,
        content: Wire.PublicService(service).encoded(), at: now)
    case .listed(let code, let version):
      self.init(kind: "listed", subject: code.text, version: version, at: now)
    case .delisted(let code):
      self.init(kind: "delisted", subject: code.text, at: now)
    case .held(let change):
      self.init(
        kind: "held", subject: change.subject.text, version: change.versionProposed,
        content: Wire.CatalogueChange(change).encoded(), at: now)
    case .released(let subject):
      self.init(kind: "released", subject: subject.text, at: now)
    }
  }
}

extension CatalogueAction {
  init(entry: CatalogueLog.Entry) throws {
    switch entry.kind {
    case "agency": self = .agency(try Agency(wire: Wire.Agency(decoding: entry.content)))
    case "version":
      self = .version(entry.version, try PublicService(wire: Wire.PublicService(decoding: entry.content)))
    case "listed": self = .listed(try ServiceCode(entry.subject), version: entry.version)
    case "delisted": self = .delisted(try ServiceCode(entry.subject))
    case "held": self = .held(try CatalogueChange(wire: Wire.CatalogueChange(decoding: entry.content)))
    case "released": self = .released(try CatalogueChange.Subject(entry.subject))
    default: throw Refusal(.dataLoss, detail: "a row of the catalogue log of an unknown kind")
    }
  }
}

extension Wire.CatalogueChange {
  init(_ change: CatalogueChange) {
    self.init(
      subject: change.subject.text, versionNow: change.versionNow, versionProposed: change.versionProposed,
      parts: change.parts.map(\.rawValue), proposedAtMs: change.proposedAt.milliseconds,
      queries: change.queries?.map(Wire.QueryDeclaration.init) ?? [])
  }
}

extension CatalogueChange {
  init(wire: Wire.CatalogueChange) throws {
    let subject = try Subject(wire.subject)
    let isAgency = if case .agency = subject { true } else { false }
    self.init(
      subject: subject, versionNow: wire.versionNow, versionProposed: wire.versionProposed,
      parts: wire.parts.compactMap(Part.init(rawValue:)),
      proposedAt: MallInstant(milliseconds: wire.proposedAtMs),
      queries: isAgency ? try wire.queries.map(QueryDeclaration.init(wire:)) : nil)
  }
}
