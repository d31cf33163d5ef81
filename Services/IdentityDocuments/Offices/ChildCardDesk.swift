import AgencyKit
import MallDomain
import MallStore

/// Identity cards of children (KIA; rule I5).
struct ChildCardDesk: CivilDesk {
  private static let first = "disdukcapil.kia-baru"

  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let child = try office.resident(file.nik("nik"), in: transaction) else { return [] }
    var findings = [
      eligibility(child, on: file.today), try guardian(of: child, file.nik("nik-pemohon"), in: transaction),
    ]
    let active = try register.identityCards.active(.child, of: child.nik, in: transaction)
    if file.service.code.text == Self.first, let active, active.validThrough.map({ file.today <= $0 }) ?? true {
      findings.append(
        .blocks(
          "I5", "Anak sudah memegang KIA aktif; ajukan penggantian.",
          "The child holds an active card already; apply for a replacement.", field: "nik"))
    } else if file.service.code.text != Self.first, active == nil {
      findings.append(
        .warning(
          "I5", "KIA lama tidak ada dalam register; periksa kartunya.",
          "The old card is not in the register; check it.", field: "nik"))
    }
    return findings
  }

  private func eligibility(_ child: Resident, on date: LocalDate) -> Finding {
    guard let card = ChildCard(born: child.birthDate, status: child.maritalStatus, on: date) else {
      return .blocks(
        "I5", "Berumur 17 tahun atau sudah kawin; gunakan KTP-el.", "17 years old or married; a KTP-el is the card.",
        field: "nik")
    }
    return .passed(
      "I5", "KIA jenis \(card.variant.rawValue), berlaku sampai \(card.validThrough).",
      "Card of type \(card.variant.rawValue), valid through \(card.validThrough).", field: "nik")
  }

  private func guardian(of child: Resident, _ applicant: NIK?, in transaction: Transaction) throws -> Finding {
    guard let applicant else {
      return .warning("I5", "Pemohon tidak disebut.", "No applicant is named.", field: "nik-pemohon")
    }
    let card = try register.familyCards.card(of: child.nik, in: transaction)
    let shared = try card != nil && register.familyCards.card(of: applicant, in: transaction) == card
    return child.father == applicant || child.mother == applicant || shared
      ? .passed("I5", "Pemohon orang tua atau sekeluarga.", "The applicant is a parent or of the family.")
      : .warning(
        "I5", "Pemohon bukan orang tua dalam register; periksa surat kuasa.",
        "The applicant is no parent by the register; check the authority.", field: "nik-pemohon")
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let nik = try file.requiredNIK("nik")
    guard let child = try register.residents.find(nik, in: transaction),
      let card = ChildCard(born: child.birthDate, status: child.maritalStatus, on: file.today)
    else { throw Refusal(.failedPrecondition, detail: "a child under 17 who is not married (I5)") }
    let isLost = file.value("alasan") == "hilang"
    let act = file.act(.identityCard)
    try register.endIdentityCard(.child, of: nik, isLost ? .lost : .replaced, act, in: transaction)
    try office.retire("kia", of: nik, isLost ? .lost : .replaced, at: file.now, in: transaction)
    var document = try office.document(
      file, adding: [IssuedDocument.Field("jenis-kia", String(card.variant.rawValue))], in: transaction)
    document.holder = child.name
    document.holderNIK = nik
    document.validThrough = card.validThrough
    let entry = IdentityCard(number: document.number, issuedOn: file.today, validThrough: card.validThrough)
    try register.issueIdentityCard(entry, .child, of: nik, act, in: transaction)
    return document
  }
}
