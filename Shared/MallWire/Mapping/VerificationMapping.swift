import MallDomain

extension Wire.DocumentMark {
  package init(_ mark: DocumentMark) {
    self.init(
      agency: mark.agency.text, type: mark.type, number: mark.number, version: UInt32(clamping: mark.version),
      issuedOn: mark.issuedOn.description, validThrough: mark.validThrough?.description ?? "", holder: mark.holder,
      recordSha256: mark.recordHash)
  }
}

extension DocumentMark {
  package init(wire: Wire.DocumentMark) throws(Refusal) {
    guard !wire.type.isEmpty else { throw WireReading.refusal("mark.type") }
    guard !wire.number.isEmpty else { throw WireReading.refusal("mark.number") }
    self.init(
      agency: try WireReading.identifier(wire.agency, "mark.agency"), type: wire.type, number: wire.number,
      version: Int(wire.version), issuedOn: try WireReading.date(wire.issuedOn, "mark.issued_on"),
      validThrough: try WireReading.optionalDate(wire.validThrough, "mark.valid_through"), holder: wire.holder,
      recordHash: wire.recordSha256)
  }
}
