import MallDomain

extension Wire.Agency {
  package init(_ agency: Agency) {
    self.init(
      id: agency.id.text, name: Wire.LocalizedText(agency.name), kind: agency.kind.rawValue,
      domain: agency.domain.rawValue, counter: agency.counter, services: agency.services.map(Wire.PublicService.init),
      queries: agency.queries.map(Wire.QueryDeclaration.init), subscribes: agency.subscribes,
      openingHours: Wire.OpeningHours(agency.openingHours))
  }
}

extension Agency {
  package init(wire: Wire.Agency) throws(Refusal) {
    self.init(
      id: try WireReading.identifier(wire.id, "agency.id"), name: try LocalizedText(wire: wire.name, "agency.name"),
      kind: try WireReading.name(wire.kind, "agency.kind"), domain: try WireReading.name(wire.domain, "agency.domain"),
      counter: wire.counter, openingHours: try wire.openingHours.map(OpeningHours.init(wire:)) ?? .standard,
      queries: try wire.queries.map(QueryDeclaration.init(wire:)), subscribes: wire.subscribes,
      services: try wire.services.map(PublicService.init(wire:)))
  }
}

extension Wire.OpeningHours {
  package init(_ hours: OpeningHours) {
    self.init(
      opens: UInt32(clamping: hours.opens), closes: UInt32(clamping: hours.closes),
      fridayBreakStarts: UInt32(clamping: hours.fridayBreakStarts),
      fridayBreakEnds: UInt32(clamping: hours.fridayBreakEnds))
  }
}

extension OpeningHours {
  private static let minutesOfADay: ClosedRange<UInt32> = 0...24 * 60

  package init(wire: Wire.OpeningHours) throws(Refusal) {
    let minutes = [wire.opens, wire.closes, wire.fridayBreakStarts, wire.fridayBreakEnds]
    guard minutes.allSatisfy(Self.minutesOfADay.contains), wire.opens <= wire.closes,
      wire.fridayBreakStarts <= wire.fridayBreakEnds
    else { throw WireReading.refusal("agency.opening_hours") }
    self.init(
      opens: Int(wire.opens), closes: Int(wire.closes), fridayBreakStarts: Int(wire.fridayBreakStarts),
      fridayBreakEnds: Int(wire.fridayBreakEnds))
  }
}

extension Wire.QueryDeclaration {
  package init(_ query: QueryDeclaration) {
    self.init(fact: query.fact, direction: query.direction.rawValue, purposes: query.purposes, roles: query.roles)
  }
}

extension QueryDeclaration {
  package init(wire: Wire.QueryDeclaration) throws(Refusal) {
    self.init(
      fact: wire.fact, direction: try WireReading.name(wire.direction, "agency.queries.direction"),
      purposes: wire.purposes, roles: wire.roles)
  }
}
