/// What tells a genuine document from another: signed by its agency, and printed as a QR code.
///
/// It holds the least that lets a person compare the code with the paper (UU 27/2022 art. 16): number, dates and the first
/// letters of the holder's name, all of which the paper shows more fully. The whole record is bound to it by its hash.
package struct DocumentMark: Hashable, Sendable {
  package var agency: AgencyID
  package var type: String
  package var number: String
  /// From 1; a newer version of the same number replaces the older ones.
  package var version: Int
  package var issuedOn: LocalDate
  /// The last day of validity; nil: for life.
  package var validThrough: LocalDate?
  /// The holder's name, masked by rule M12.
  package var holder: String
  /// SHA-256 of the machine-readable record.
  package var recordHash: [UInt8]

  package init(
    agency: AgencyID, type: String, number: String, version: Int, issuedOn: LocalDate, validThrough: LocalDate?,
    holder: String, recordHash: [UInt8]
  ) {
    self.agency = agency
    self.type = type
    self.number = number
    self.version = version
    self.issuedOn = issuedOn
    self.validThrough = validThrough
    self.holder = holder
    self.recordHash = recordHash
  }
}
