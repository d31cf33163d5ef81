import MallDomain

extension Wire.LifeEvent {
  package init(_ event: LifeEvent) {
    self.init(
      id: event.id, type: event.kind.rawValue, agency: event.agency.text, caseID: event.caseID?.text ?? "",
      atMs: event.at.milliseconds, persons: Wire.FieldValue.list(event.persons.mapValues(\.text)),
      values: Wire.FieldValue.list(event.values))
  }
}

extension LifeEvent {
  private static let longestID = 100
  private static let mostValues = 20

  /// - Throws: `invalid_argument`, naming the part that is not as the schema says; `unimplemented` for a kind that this
  ///   version doesn't know.
  package init(wire: Wire.LifeEvent) throws(Refusal) {
    guard let kind = LifeEventKind(rawValue: wire.type) else {
      throw Refusal(.unimplemented, detail: "life events of this kind")
    }
    guard 1...Self.longestID ~= wire.id.count else { throw Refusal(.invalidArgument, detail: "id") }
    guard let agency = try? AgencyID(wire.agency) else { throw Refusal(.invalidArgument, detail: "agency") }
    let caseID = wire.caseID.isEmpty ? nil : try? CaseID(wire.caseID)
    guard wire.caseID.isEmpty || caseID != nil else { throw Refusal(.invalidArgument, detail: "case_id") }
    guard wire.persons.count + wire.values.count <= Self.mostValues else {
      throw Refusal(.invalidArgument, detail: "persons and values")
    }
    var persons: [String: NIK] = [:]
    for person in wire.persons {
      guard let nik = try? NIK(person.value) else {
        throw Refusal(.invalidArgument, detail: "persons: \(person.field)")
      }
      persons[person.field] = nik
    }
    let values = Dictionary(wire.values.map { ($0.field, $0.value) }) { first, _ in first }
    self.init(
      id: wire.id, kind: kind, agency: agency, caseID: caseID, at: MallInstant(milliseconds: wire.atMs),
      persons: persons, values: values)
  }
}

extension Wire.LifeEventDeclaration {
  init(_ declaration: LifeEventDeclaration) {
    self.init(event: declaration.kind.rawValue, values: Wire.FieldValue.list(declaration.values))
  }
}

extension LifeEventDeclaration {
  init(wire: Wire.LifeEventDeclaration) throws(Refusal) {
    self.init(
      kind: try WireReading.name(wire.event, "service.emits"),
      values: Dictionary(wire.values.map { ($0.field, $0.value) }) { first, _ in first })
  }
}
