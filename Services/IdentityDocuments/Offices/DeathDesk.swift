import AgencyKit
import MallDomain
import MallStore

/// Death certificates: in one act the NIK becomes inactive, the person leaves the family card, the spouse is widowed,
/// the household gets a new head, and the identity card is withdrawn (rule I9).
struct DeathDesk: CivilDesk {
  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let nik = try file.requiredNIK("nik-almarhum")
    let died = try file.required("tgl-meninggal") { LocalDate($0) }
    var findings = [ReportingWindow.death.noting(died, reported: file.filedOn, field: "tgl-meninggal"), proof(file)]
    findings += try deceased(nik, died, file, in: transaction)
    let witnesses = ["nik-saksi-1", "nik-saksi-2"].compactMap { file.nik($0) }
    findings += try register.witnesses(witnesses, reporter: file.nik("nik-pelapor"), in: transaction)
      .findings(on: file.filedOn)
    if file.nik("nik-pelapor") == nik {
      findings.append(
        .blocks("I9", "Pelapor tidak mungkin almarhum.", "The deceased can't report.", field: "nik-pelapor"))
    }
    return findings
  }

  private func proof(_ file: CaseFile) -> Finding {
    file.holdsAny(DeathReport.proofs)
      ? .passed("I9", "Kematian dibuktikan.", "The death is proven.")
      : .blocks(
        "I9", "Bukti kematian dari fasilitas kesehatan, kepala kampung atau pengadilan belum ada.",
        "A proof of death by a health facility, the village head or a court is missing.",
        field: "surat-keterangan-kematian")
  }

  private func deceased(
    _ nik: NIK, _ died: LocalDate, _ file: CaseFile, in transaction: Transaction
  ) throws -> [Finding] {
    guard let person = try register.residents.find(nik, in: transaction) else {
      return [
        .blocks(
          "I1", "NIK almarhum tidak ada dalam register.", "The NIK of the deceased is not in the register.",
          field: "nik-almarhum")
      ]
    }
    guard person.state != .dead else {
      return [
        .blocks("I9", "Kematian sudah tercatat.", "The death is recorded already.", field: "nik-almarhum")
      ]
    }
    guard DeathReport.isPossible(died: died, born: person.birthDate, today: file.today) else {
      return [
        .blocks(
          "I9", "Tanggal meninggal sebelum lahir atau setelah hari ini.",
          "The date of death is before the birth or after today.", field: "tgl-meninggal")
      ]
    }
    return try orphans(of: person, file, in: transaction)
  }

  /// A household in which nobody may be head any more.
  private func orphans(of person: Resident, _ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let card = try register.familyCards.card(of: person.nik, in: transaction) else { return [] }
    let members = try register.familyCards.members(of: card.number, in: transaction)
    let rest = members.filter { $0.nik != person.nik }
    let wasHead = members.contains { $0.nik == person.nik && $0.relation == .head }
    guard wasHead, !rest.isEmpty, HeadOfHousehold.successor(among: rest, on: file.today) == nil else { return [] }
    return [
      .warning(
        "I9", "Tidak ada anggota yang dapat menjadi kepala keluarga; anak-anak pindah ke KK kerabat dewasa.",
        "No member may head the household; the children move to an adult relative's family card.")
    ]
  }

  // MARK: - What the registration changes

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let nik = try file.requiredNIK("nik-almarhum")
    let died = try file.required("tgl-meninggal") { LocalDate($0) }
    guard let person = try register.residents.find(nik, in: transaction) else {
      throw Refusal(.notFound, detail: "the resident")
    }
    let number = try CertificateNumber.next(.death, on: file.today, in: transaction)
    let record = DeathRecord(
      deceased: nik, date: died, time: file.value("jam-meninggal"), place: file.value("tempat-meninggal") ?? "",
      cause: file.value("sebab") ?? "", attestedBy: file.value("yang-menerangkan") ?? "",
      reporter: file.nik("nik-pelapor"), witnesses: ["nik-saksi-1", "nik-saksi-2"].compactMap { file.nik($0) })
    try register.registerDeath(record, number: number, file.act(.death), in: transaction)
    try applyEffects(of: person, died: died, file, in: transaction)
    return file.certificate(
      "akta-kematian", number: number, holder: person.name, nik: nik,
      [
        IssuedDocument.Field("nomor-akta", number), IssuedDocument.Field("nik", nik.text),
        IssuedDocument.Field("nama", person.name), IssuedDocument.Field("tgl-meninggal", died.description),
        IssuedDocument.Field("tempat-meninggal", record.place),
      ])
  }

  private func applyEffects(
    of person: Resident, died: LocalDate, _ file: CaseFile, in transaction: Transaction
  ) throws {
    let act = file.act(.death)
    try register.change(person.nik, act.effective(died), in: transaction) { resident in
      resident.state = .dead
      resident.diedOn = died
      resident.spouse = nil
    }
    let card = try register.familyCards.card(of: person.nik, in: transaction)
    try register.leave(person.nik, act.effective(died), in: transaction)
    try widow(person, died: died, act, in: transaction)
    if let card { try register.settleSuccession(in: card, act, in: transaction) }
    for kind in [IdentityCard.Kind.adult, .child] {
      try register.endIdentityCard(kind, of: person.nik, .withdrawn, act, in: transaction)
      try office.retire(kind.rawValue, of: person.nik, .revoked, at: file.now, in: transaction)
    }
  }

  private func widow(_ person: Resident, died: LocalDate, _ act: RegisterAct, in transaction: Transaction) throws {
    if let marriage = try register.marriages.undissolved(of: person.nik, in: transaction) {
      try register.endMarriage(marriage, on: died, divorce: nil, act, in: transaction)
    }
    guard let nik = person.spouse, let spouse = try register.residents.find(nik, in: transaction),
      spouse.state != .dead, spouse.spouse == person.nik
    else { return }
    try register.change(nik, act.effective(died), in: transaction) { spouse in
      spouse.maritalStatus = .widowed
      spouse.spouse = nil
    }
  }
}
