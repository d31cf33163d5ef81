import AgencyKit
import MallDomain
import MallStore

/// Identity cards of adults (KTP-el) and their digital form (rule I4).
struct IdentityCardDesk: CivilDesk {
  private static let first = "disdukcapil.ktp-el-baru"
  private static let digital = "disdukcapil.ikd"

  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let person = try office.resident(file.nik("nik"), in: transaction) else { return [] }
    let card = try register.identityCards.active(.adult, of: person.nik, in: transaction)
    var findings = agreement(file, person)
    if let number = file.familyCard("nkk") {
      findings.append(try membership(person.nik, number, in: transaction))
    }
    if file.service.code.text == Self.first {
      findings.append(duty(person, on: file.today))
      if card != nil {
        findings.append(
          .blocks(
            "I4", "Sudah memegang KTP-el aktif; ajukan penggantian.",
            "Holds an active card already; apply for a replacement.", field: "nik"))
      }
    } else {
      findings.append(
        card == nil
          ? .blocks(
            "I4", "Belum memegang KTP-el aktif; ajukan KTP-el baru.", "Holds no active card; apply for a new one.",
            field: "nik")
          : .passed("I4", "Memegang KTP-el aktif.", "Holds an active card.", field: "nik"))
      findings += changedElement(file, person)
    }
    return findings
  }

  private func duty(_ person: Resident, on date: LocalDate) -> Finding {
    IdentityCardDuty.isEligible(born: person.birthDate, status: person.maritalStatus, on: date)
      ? .passed("I4", "Berumur 17 tahun atau sudah/pernah kawin.", "17 years old, or was ever married.", field: "nik")
      : .blocks(
        "I4", "Belum 17 tahun dan belum pernah kawin; gunakan KIA.", "Not 17 and never married; a KIA is the card.",
        field: "nik")
  }

  private func membership(_ nik: NIK, _ number: FamilyCardNumber, in transaction: Transaction) throws -> Finding {
    try register.familyCards.card(of: nik, in: transaction)?.number == number
      ? .passed("I3", "Anggota KK ini.", "A member of this family card.", field: "nkk")
      : .blocks("I3", "Bukan anggota KK ini.", "Not a member of this family card.", field: "nkk")
  }

  private func agreement(_ file: CaseFile, _ person: Resident) -> [Finding] {
    let differs =
      file.value("nama").map { $0.comparable != person.name.comparable } == true
      || file.date("tgl-lahir").map { $0 != person.birthDate } == true
    guard differs else { return [] }
    return [
      .warning(
        "I1", "Nama atau tanggal lahir pada formulir berbeda dari register; register yang dicetak.",
        "Name or date of birth on the form differ from the register; the register is printed.", field: "nama")
    ]
  }

  private func changedElement(_ file: CaseFile, _ person: Resident) -> [Finding] {
    guard file.value("alasan") == "perubahan-data" else { return [] }
    return [ElementChange(file.value("elemen-berubah"), file.value("nilai-baru")).finding(field: "elemen-berubah")]
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let nik = try file.requiredNIK("nik")
    guard file.service.code.text != Self.digital else {
      try office.retire("ikd", of: nik, .replaced, at: file.now, in: transaction)
      return try office.document(file, in: transaction)
    }
    if file.value("alasan") == "perubahan-data" {
      try register.apply(
        ElementChange(file.value("elemen-berubah"), file.value("nilai-baru")), to: nik, file.act(.dataChange),
        in: transaction)
    }
    let isLost = file.value("alasan") == "hilang"
    let act = file.act(.identityCard)
    try register.endIdentityCard(.adult, of: nik, isLost ? .lost : .replaced, act, in: transaction)
    try office.retire("ktp-el", of: nik, isLost ? .lost : .replaced, at: file.now, in: transaction)
    var document = try office.document(file, in: transaction)
    let card = IdentityCard(number: document.number, issuedOn: file.today, validThrough: nil)
    try register.issueIdentityCard(card, .adult, of: nik, act, in: transaction)
    if let person = try register.residents.find(nik, in: transaction) {
      document.holder = person.name
      document.fields = person.printed
    }
    return document
  }
}

extension Resident {
  /// What prints on an identity card.
  var printed: [IssuedDocument.Field] {
    [
      IssuedDocument.Field("nik", nik.text), IssuedDocument.Field("nama", name),
      IssuedDocument.Field("tempat-lahir", birthPlace), IssuedDocument.Field("tgl-lahir", birthDate.description),
      IssuedDocument.Field("jk", sex == .male ? "L" : "P"), IssuedDocument.Field("gol-darah", bloodGroup.rawValue),
      IssuedDocument.Field("agama", religion.rawValue), IssuedDocument.Field("status-kawin", maritalStatus.rawValue),
      IssuedDocument.Field("pekerjaan", occupation),
    ]
  }
}
