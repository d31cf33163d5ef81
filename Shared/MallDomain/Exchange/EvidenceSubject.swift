/// Whose document a requirement asks for.
///
/// Requirement ids say for whom: `akta-lahir-pria` is met by a document of the person in `nik-pria`, `ktp-orang-tua`
/// by one of the father or the mother. Where an id names nobody, the first NIK that is answered is meant.
package enum EvidenceSubject {
  private static let prefix = "nik-"
  private static let parents = ["nik-ayah", "nik-ibu"]

  /// The answered form field that holds the NIK of the person concerned; nil where there is none.
  ///
  /// Where an id names somebody of the form, nobody else will do: a document of another person proves nothing.
  package static func field(
    of requirement: Requirement, in service: PublicService, answered: Set<String>
  ) -> String? {
    let fields = service.form.filter { $0.type == .nik }.map(\.id)
    let named = named(by: requirement.id, among: fields)
    return (named.isEmpty ? fields : named).first(where: answered.contains)
  }

  /// The fields of those whom an id names, the best first.
  private static func named(by id: String, among fields: [String]) -> [String] {
    let parents = parents.filter(fields.contains)
    if id.hasSuffix("orang-tua"), !parents.isEmpty { return parents }
    return
      fields
      .filter { $0.hasPrefix(prefix) && id.hasSuffix("-" + $0.dropFirst(prefix.count)) }
      .sorted { $0.utf8.count > $1.utf8.count }
  }
}
