import AgencyKit
import MallDomain
import MallStore

/// Moves out of the district, into it and within it (Perpres 96/2018; rule I10). Companions follow in later cases.
struct MovingDesk: CivilDesk {
  private static let out = "disdukcapil.pindah-keluar"
  private static let into = "disdukcapil.pindah-datang"

  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let person = try office.resident(file.nik("nik"), in: transaction) else { return [] }
    if file.service.code.text == Self.into { return try arrival(file, person, in: transaction) }
    var findings = [try register.membership(of: person.nik, in: file.familyCard("nkk"), in: transaction)]
    if file.service.code.text == Self.out {
      findings += try staying(file, person, in: transaction)
    } else if !HeadOfHousehold.isEligible(person, on: file.today) {
      findings.append(
        .blocks(
          "I3", "Belum dapat menjadi kepala keluarga di alamat baru.",
          "Can't be head of a household at the new address.", field: "nik"))
    }
    return findings
  }

  private func arrival(_ file: CaseFile, _ person: Resident, in transaction: Transaction) throws -> [Finding] {
    if try register.familyCards.card(of: person.nik, in: transaction) != nil {
      return [
        .blocks("I3", "Masih berada dalam KK lain.", "Still in another family card.", field: "nik")
      ]
    }
    guard file.value("kk-tujuan") == "menumpang" else {
      return HeadOfHousehold.isEligible(person, on: file.today)
        ? [] : [.blocks("I3", "Belum dapat menjadi kepala keluarga.", "Can't be head of a household.", field: "nik")]
    }
    let host = try file.familyCard("nkk-tumpangan").flatMap { try register.familyCards.find($0, in: transaction) }
    return host == nil
      ? [.blocks("I3", "KK tumpangan tidak aktif.", "The host's family card is not active.", field: "nkk-tumpangan")]
      : []
  }

  /// What the form says of those who stay, against the register.
  private func staying(_ file: CaseFile, _ person: Resident, in transaction: Transaction) throws -> [Finding] {
    guard let card = try register.familyCards.card(of: person.nik, in: transaction) else { return [] }
    let members = try register.familyCards.members(of: card.number, in: transaction)
    let isHead = members.contains { $0.nik == person.nik && $0.relation == .head }
    guard isHead, members.count > 1, file.value("kk-ditinggal") == "tetap" else { return [] }
    return [
      .blocks(
        "I3", "Kepala keluarga pindah: KK yang ditinggal memperoleh kepala keluarga baru.",
        "The head moves: those who stay need a new head.", field: "kk-ditinggal")
    ]
  }

  // MARK: - What a move changes

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let nik = try file.requiredNIK("nik")
    switch file.service.code.text {
    case Self.out:
      try depart(nik, file, in: transaction)
      return try office.document(file, in: transaction)
    case Self.into: try arrive(nik, file, in: transaction)
    default: try moveWithin(nik, file, in: transaction)
    }
    guard let card = try register.familyCards.card(of: nik, in: transaction) else { throw Refusal(.internal) }
    try renewCard(of: nik, file, in: transaction)
    return try office.familyCardDocument(file, card, in: transaction)
  }

  private func depart(_ nik: NIK, _ file: CaseFile, in transaction: Transaction) throws {
    let act = file.act(.departure)
    let card = try register.familyCards.card(of: nik, in: transaction)
    try register.leave(nik, act, in: transaction)
    if let card { try register.settleSuccession(in: card, act, in: transaction) }
    try register.change(nik, act, in: transaction) { $0.state = .departed }
  }

  private func arrive(_ nik: NIK, _ file: CaseFile, in transaction: Transaction) throws {
    let act = file.act(.arrival)
    if let host = file.familyCard("nkk-tumpangan") {
      try register.join(nik, host, as: .otherRelative, act, in: transaction)
    } else {
      let card = try newHome(file, act, in: transaction)
      try register.join(nik, card.number, as: .head, act, in: transaction)
    }
    try register.change(nik, act, in: transaction) { $0.state = .active }
  }

  private func moveWithin(_ nik: NIK, _ file: CaseFile, in transaction: Transaction) throws {
    let act = file.act(.arrival)
    let old = try register.familyCards.card(of: nik, in: transaction)
    try register.move(nik, to: try newHome(file, act, in: transaction), as: .head, act, in: transaction)
    if let old { try register.settleSuccession(in: old, act, in: transaction) }
  }

  private func newHome(_ file: CaseFile, _ act: RegisterAct, in transaction: Transaction) throws -> FamilyCard {
    try register.openFamilyCard(
      village: try file.required("kampung") { try? AreaCode($0) }, address: file.value("alamat") ?? "",
      neighbourhood: file.value("rt-rw") ?? "", act, in: transaction)
  }

  /// The identity card is printed anew with the new address, for who has to hold one.
  private func renewCard(of nik: NIK, _ file: CaseFile, in transaction: Transaction) throws {
    guard let person = try register.residents.find(nik, in: transaction),
      IdentityCardDuty.isEligible(born: person.birthDate, status: person.maritalStatus, on: file.today)
    else { return }
    try register.endIdentityCard(.adult, of: nik, .replaced, file.act(.move), in: transaction)
    try office.retire("ktp-el", of: nik, .replaced, at: file.now, in: transaction)
    let card = IdentityCard(number: nil, issuedOn: file.today, validThrough: nil)
    try register.issueIdentityCard(card, .adult, of: nik, file.act(.move), in: transaction)
  }
}
