import MallDomain

extension Wire.Document {
  /// The holder's NIK stays with the agency: the record names the holder only.
  package init(_ document: IssuedDocument) {
    self.init(
      type: document.type, number: document.number, agency: document.agency.text, service: document.service.text,
      caseID: document.caseID.text, holder: document.holder, issuedOn: document.issuedOn.description,
      validThrough: document.validThrough?.description ?? "",
      fields: document.fields.map { Wire.FieldValue(field: $0.name, value: $0.value) },
      title: Wire.LocalizedText(document.title), version: UInt32(clamping: document.version))
  }
}

extension IssuedDocument {
  package init(wire: Wire.Document) throws(Refusal) {
    guard !wire.type.isEmpty else { throw WireReading.refusal("document.type") }
    guard !wire.number.isEmpty else { throw WireReading.refusal("document.number") }
    self.init(
      type: wire.type, number: wire.number, agency: try WireReading.identifier(wire.agency, "document.agency"),
      service: try WireReading.identifier(wire.service, "document.service"),
      caseID: try WireReading.identifier(wire.caseID, "document.case_id"),
      title: LocalizedText(wire: try WireReading.required(wire.title, "document.title")), holder: wire.holder,
      holderNIK: nil, issuedOn: try WireReading.date(wire.issuedOn, "document.issued_on"),
      validThrough: try WireReading.optionalDate(wire.validThrough, "document.valid_through"),
      fields: wire.fields.map { Field($0.field, $0.value) }, version: Int(wire.version))
  }
}
