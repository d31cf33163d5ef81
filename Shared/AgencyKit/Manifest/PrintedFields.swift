import MallDomain

/// What a document says, taken from the form.
extension CaseFile {
  private static let nameField = "nama"

  /// The name on the document: the applicant's, else the first name that the form asks for.
  var holderName: String {
    if let name = value(Self.nameField) { return name }
    let field = service.form.first { $0.type == .text && $0.id.hasPrefix("\(Self.nameField)-") && value($0.id) != nil }
    return field.flatMap { value($0.id) } ?? ""
  }

  /// The form's answers in its order, without how the applicant is reached: a document is shown to many.
  var printedFields: [IssuedDocument.Field] {
    service.form.compactMap { field in
      switch field.type {
      case .phone, .email, .file: nil
      default: value(field.id).map { IssuedDocument.Field(field.id, $0) }
      }
    }
  }
}
