/// What a service issued: the machine-readable record of an output.
package struct IssuedDocument: Hashable, Sendable {
  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The document type, such as `ktp-el` or `buku-nikah`; where a service names none, its own slug.
  package var type: String
  package var number: String
  package var agency: AgencyID
  package var service: ServiceCode
  package var caseID: CaseID
  package var title: LocalizedText
  /// The name on the document.
  package var holder: String
  /// Whose document it is, where the form names a NIK.
  package var holderNIK: NIK?
  package var issuedOn: LocalDate
  /// The last day of validity; nil: for life.
  package var validThrough: LocalDate?
  package var fields: [Field]
  package var version: Int

  package init(
    type: String, number: String, agency: AgencyID, service: ServiceCode, caseID: CaseID, title: LocalizedText,
    holder: String, holderNIK: NIK?, issuedOn: LocalDate, validThrough: LocalDate?, fields: [Field],
    version: Int = 1
  ) {
    self.type = type
    self.number = number
    self.agency = agency
    self.service = service
    self.caseID = caseID
    self.title = title
    self.holder = holder
    self.holderNIK = holderNIK
    self.issuedOn = issuedOn
    self.validThrough = validThrough
    self.fields = fields
    self.version = version
  }
}
