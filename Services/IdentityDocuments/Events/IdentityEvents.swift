import AgencyKit
import MallDomain

/// What other agencies must know of what this register entered: births, deaths, civil marriages and divorces, changed names,
/// and moves across the district's border.
struct IdentityEvents {
  let file: CaseFile

  /// The event of a document that was issued just now; none of the other services.
  func events(issuing document: IssuedDocument) -> [LifeEvent] {
    guard let event = event(document) else { return [] }
    return [event]
  }

  private func event(_ document: IssuedDocument) -> LifeEvent? {
    switch file.service.code.slug {
    case "akta-kelahiran", "akta-kelahiran-terlambat":
      return tell(
        .birthRegistered, document, ["child": document.holderNIK, "mother": file.nik("nik-ibu")],
        ["born": file.value("tgl-lahir"), "sex": file.value("jk"), "on": document.issuedOn.description])
    case "akta-kematian":
      return tell(
        .deathRegistered, document, ["deceased": document.holderNIK], ["died-on": file.value("tgl-meninggal")])
    case "akta-perkawinan":
      return tell(
        .marriageRecorded, document, ["groom": file.nik("nik-suami"), "bride": file.nik("nik-istri")],
        ["how": "akta-perkawinan", "on": file.value("tgl-pemberkatan")])
    case "akta-perceraian":
      return tell(
        .divorceRecorded, document, ["groom": file.nik("nik-pemohon"), "bride": file.nik("nik-pasangan")],
        ["on": file.value("tgl-putusan")])
    case "perubahan-akta" where CertificateDesk.changesName(file):
      return tell(.nameCorrected, document, ["person": file.nik("nik")], ["name": document.holder])
    case "pindah-keluar":
      return tell(.movedOut, document, ["person": file.nik("nik")], ["on": document.issuedOn.description])
    case "pindah-datang":
      return tell(.movedIn, document, ["person": file.nik("nik")], ["on": document.issuedOn.description])
    default: return nil
    }
  }

  private func tell(
    _ kind: LifeEventKind, _ document: IssuedDocument, _ persons: [String: NIK?], _ values: [String: String?]
  ) -> LifeEvent {
    var told = values.compactMapValues { $0 }
    told["number"] = document.number
    return file.lifeEvent(kind, persons: persons.compactMapValues { $0 }, values: told)
  }
}
