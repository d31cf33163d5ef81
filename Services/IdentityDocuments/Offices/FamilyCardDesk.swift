import AgencyKit
import MallDomain
import MallStore

/// Family cards: new ones, members and elements that change, and reprints (rule I3).
struct FamilyCardDesk: CivilDesk {
  private static let new = "disdukcapil.kk-baru"
  private static let change = "disdukcapil.kk-perubahan"
  private static let newHead = "ganti-kepala-keluarga"

  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let person = try office.resident(file.nik("nik"), in: transaction) else { return [] }
    switch file.service.code.text {
    case Self.new: return try newCardFindings(file, person, in: transaction)
    case Self.change:
      return [try register.membership(of: person.nik, in: file.familyCard("nkk"), in: transaction)]
        + (try memberFindings(file, in: transaction))
    default: return [try register.membership(of: person.nik, in: file.familyCard("nkk"), in: transaction)]
    }
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    switch file.service.code.text {
    case Self.new: try openCard(file, in: transaction)
    case Self.change: try changeMembers(file, in: transaction)
    default: break
    }
    let nik = try file.requiredNIK("nik")
    guard let card = try register.familyCards.card(of: nik, in: transaction) else {
      throw Refusal(.failedPrecondition, detail: "the applicant in a family card (I3)")
    }
    return try office.familyCardDocument(file, card, in: transaction)
  }

  // MARK: - A new card

  private func newCardFindings(
    _ file: CaseFile, _ person: Resident, in transaction: Transaction
  ) throws -> [Finding] {
    var findings: [Finding] = [
      HeadOfHousehold.isEligible(person, on: file.today)
        ? .passed("I3", "Dapat menjadi kepala keluarga.", "May be head of a household.", field: "nik")
        : .blocks(
          "I3", "Belum 17 tahun dan belum pernah kawin: tidak dapat menjadi kepala keluarga.",
          "Not 17 and never married: can't be head of a household.", field: "nik")
    ]
    guard let old = try register.familyCards.card(of: person.nik, in: transaction) else { return findings }
    if let named = file.familyCard("nkk-asal"), named != old.number {
      findings.append(
        .blocks("I3", "Nomor KK asal bukan KK pemohon.", "The former card is not the applicant's.", field: "nkk-asal"))
    }
    let members = try register.familyCards.members(of: old.number, in: transaction)
    let isHead = members.contains { $0.nik == person.nik && $0.relation == .head }
    if isHead, members.count > 1, file.value("alasan") != Self.newHead {
      findings.append(
        .warning(
          "I3", "Pemohon kepala keluarga; anggota yang tinggal memperoleh kepala dan nomor KK baru.",
          "The applicant is head; those who stay get a new head and number.", field: "nik"))
    }
    return findings
  }

  private func openCard(_ file: CaseFile, in transaction: Transaction) throws {
    let nik = try file.requiredNIK("nik")
    let act = file.act(.familyCard)
    let old = try register.familyCards.card(of: nik, in: transaction)
    if let old, file.value("alasan") == Self.newHead {
      try register.renewFamilyCard(old, head: nik, act, in: transaction)
      return
    }
    let card = try register.openFamilyCard(
      village: try file.required("kampung") { try? AreaCode($0) }, address: file.value("alamat") ?? "",
      neighbourhood: file.value("rt-rw") ?? "", act, in: transaction)
    try register.move(nik, to: card, as: .head, act, in: transaction)
    if let old { try register.settleSuccession(in: old, act, in: transaction) }
  }

  // MARK: - Changes

  private func memberFindings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let card = file.familyCard("nkk")
    switch file.value("jenis") {
    case "tambah-anggota":
      guard let member = file.nik("nik-anggota") else { return [memberMissing] }
      return [
        try register.familyCards.card(of: member, in: transaction) == nil
          ? .passed("I3", "Tidak berada dalam KK lain.", "In no other family card.", field: "nik-anggota")
          : .blocks(
            "I3", "Anggota masih berada dalam KK lain; keluarkan dahulu.",
            "The member is in another family card and must leave it first.", field: "nik-anggota")
      ]
    case "kurang-anggota":
      guard let member = file.nik("nik-anggota") else { return [memberMissing] }
      return [try register.membership(of: member, in: card, field: "nik-anggota", in: transaction)]
    default:
      let member = try file.nik("nik-anggota").map {
        try register.membership(of: $0, in: card, field: "nik-anggota", in: transaction)
      }
      return [member, ElementChange(file.value("elemen"), file.value("nilai-baru")).finding(field: "elemen")]
        .compactMap { $0 }
    }
  }

  private var memberMissing: Finding {
    .blocks("I3", "NIK anggota belum diisi.", "The member's NIK is missing.", field: "nik-anggota")
  }

  private func changeMembers(_ file: CaseFile, in transaction: Transaction) throws {
    let applicant = try file.requiredNIK("nik")
    guard let card = try register.familyCards.card(of: applicant, in: transaction) else { return }
    let act = file.act(.familyCard)
    switch file.value("jenis") {
    case "tambah-anggota":
      let member = try file.requiredNIK("nik-anggota")
      try register.join(member, card.number, as: .otherRelative, act, in: transaction)
    case "kurang-anggota":
      try register.leave(try file.requiredNIK("nik-anggota"), act, in: transaction)
      try register.settleSuccession(in: card, act, in: transaction)
    default:
      let change = ElementChange(file.value("elemen"), file.value("nilai-baru"))
      try register.apply(
        change, to: file.nik("nik-anggota") ?? applicant, file.act(.dataChange), in: transaction)
    }
  }
}

extension PopulationRegister {
  func membership(
    of nik: NIK, in number: FamilyCardNumber?, field: String = "nkk", in transaction: Transaction
  ) throws -> Finding {
    let card = try familyCards.card(of: nik, in: transaction)
    return card != nil && card?.number == number
      ? .passed("I3", "Anggota KK ini.", "A member of this family card.", field: field)
      : .blocks("I3", "Bukan anggota KK ini.", "Not a member of this family card.", field: field)
  }
}

extension CivilOffice {
  /// The family card as it prints: its number, its home, its members.
  func familyCardDocument(
    _ file: CaseFile, _ card: FamilyCard, in transaction: Transaction
  ) throws -> IssuedDocument {
    if let holder = file.mainSubject { try retire("kk", of: holder, .replaced, at: file.now, in: transaction) }
    var document = try document(file, in: transaction)
    document.fields += try familyCardFields(card, in: transaction)
    return document
  }

  private func familyCardFields(
    _ card: FamilyCard, in transaction: Transaction
  ) throws -> [IssuedDocument.Field] {
    let members = try register.familyCards.members(of: card.number, in: transaction)
    return [
      IssuedDocument.Field("nomor-kk", card.number.text),
      IssuedDocument.Field("alamat-kk", "\(card.address), RT/RW \(card.neighbourhood)"),
      IssuedDocument.Field("kampung-kk", card.village.text),
    ]
      + members.enumerated().map { place, member in
        IssuedDocument.Field("anggota-\(place + 1)", "\(member.resident.name) (\(member.relation.rawValue))")
      }
  }
}
