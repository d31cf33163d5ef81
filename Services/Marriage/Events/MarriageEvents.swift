import AgencyKit
import MallDomain

/// What Disdukcapil must know of a marriage (UU 23/2006 art. 34 (5); rule N6): the two become `kawin-tercatat`, and a
/// family card of their own, or a changed one, is theirs.
struct MarriageEvents {
  enum How: String, Hashable, Sendable {
    case contract = "nikah"
    /// Taken up again: the two are married since the old contract, without a break that counts.
    case reconciliation = "rujuk"
  }

  let file: CaseFile

  /// The event of a book or a reconciliation that was issued just now; none of the other services.
  func events(issuing document: IssuedDocument) -> [LifeEvent] {
    if MarriageForm.isFor(file.service) {
      return event(.contract, groom: file.nik("nik-pria"), bride: file.nik("nik-wanita"), on: "tgl-akad", document)
    }
    if file.service.code.slug == "rujuk" {
      return event(
        .reconciliation, groom: file.nik("nik-suami"), bride: file.nik("nik-istri"), on: "tgl-rujuk", document)
    }
    return []
  }

  private func event(
    _ how: How, groom: NIK?, bride: NIK?, on day: String, _ document: IssuedDocument
  ) -> [LifeEvent] {
    guard let groom, let bride else { return [] }
    let number = document.fields.first { $0.name == "nomor-rujuk" }?.value ?? document.number
    return [
      file.lifeEvent(
        .marriageRecorded, persons: ["groom": groom, "bride": bride],
        values: [
          "how": how.rawValue, "number": number, "on": file.value(day) ?? "", "office": file.value("kua") ?? "",
        ])
    ]
  }
}
