/// Whose document a requirement asks for.
///
/// Requirement ids say for whom: `akta-lahir-pria` is met by a document of the person in `nik-pria`, `ktp-orang-tua`
/// by one of the father or the mother. Where an id names nobody, the first NIK of the form is meant.
package enum EvidenceSubject {
  private static let prefix = "nik-"
  private static let parents = ["nik-ayah", "nik-ibu"]

  /// The form field that holds the NIK of the person concerned; nil where the form asks for no NIK.
  package static func field(of requirement: Requirement, in service: PublicService) -> String? {
    let fields = service.form.filter { $0.type == .nik }.map(\.id)
    let id = requirement.id
    if id.hasSuffix("orang-tua"), let parent = parents.first(where: fields.contains) {
      return parent
    }
    let named = fields.filter { $0.hasPrefix(prefix) && id.hasSuffix("-" + $0.dropFirst(prefix.count)) }
    return named.max { $0.utf8.count < $1.utf8.count } ?? fields.first
  }
}
