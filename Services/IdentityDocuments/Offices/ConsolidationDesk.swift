import AgencyKit
import MallDomain
import MallStore

/// NIKs that others can't find, find twice or find with other data (UU 23/2006 art. 13: one person, one NIK, for life).
///
/// Two records of one person become one, and both histories stay readable; everything else is settled by the register's own
/// word, which the document carries.
struct ConsolidationDesk: CivilDesk {
  private static let second = "nik-lain"

  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  private static func isDouble(_ file: CaseFile) -> Bool { file.value("masalah") == "ganda" }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let resident = try office.resident(file.nik("nik"), in: transaction) else { return [] }
    var findings: [Finding] = []
    if let name = file.value("nama"), NameLikeness.wordLikeness(name, resident.name) < PersonLikeness.threshold {
      findings.append(
        .warning(
          "I2", "Nama pada formulir lain dari nama dalam register.",
          "The name of the form is not the register's.", field: "nama"))
    }
    if try register.familyCards.card(of: resident.nik, in: transaction)?.number != file.familyCard("nkk") {
      findings.append(
        .warning(
          "I3", "Nomor KK pada formulir bukan KK yang bersangkutan.",
          "The family card of the form is not the person's.", field: "nkk"))
    }
    return try findings + (Self.isDouble(file) ? double(of: resident, file, in: transaction) : [])
  }

  private func double(of resident: Resident, _ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let nik = file.nik(Self.second), let other = try register.residents.find(nik, in: transaction) else {
      return [
        .blocks(
          "I2", "NIK kedua tidak ada dalam register.", "The second NIK is not in the register.", field: Self.second)
      ]
    }
    // That a number is not merged already is checked of every subject.
    guard other.state != .merged else { return [] }
    guard other.spouse == nil || other.spouse == resident.spouse else {
      return [
        .blocks(
          "I2", "Rekam kedua mempunyai pasangan lain; betulkan dahulu.",
          "The second record has another spouse: correct that first.", field: Self.second)
      ]
    }
    let likeness = PersonLikeness(resident).likeness(to: PersonLikeness(other))
    let percent = Int((likeness * 100).rounded())
    let isNear = PersonLikeness.nearDays(resident.birthDate).contains(other.birthDate)
    guard nik != resident.nik, likeness >= PersonLikeness.threshold, isNear else {
      return [
        .blocks(
          "I2", "Kedua rekam tidak cukup mirip (\(percent) %) untuk dinyatakan satu orang.",
          "The two records are not alike enough (\(percent) %) to be of one person.", field: Self.second)
      ]
    }
    return [
      .passed(
        "I2", "Kedua rekam mirip \(percent) %: setelah diterbitkan, NIK kedua tidak dilayani lagi.",
        "The two records are \(percent) % alike: after the issue the second NIK is not served any more.",
        field: Self.second)
    ]
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let nik = try file.requiredNIK("nik")
    if Self.isDouble(file) {
      let second = try file.requiredNIK(Self.second)
      try register.merge(second, into: nik, file.act(.merge), in: transaction)
      try office.retire("ktp-el", of: second, .replaced, at: file.now, in: transaction)
      try office.retire("kia", of: second, .replaced, at: file.now, in: transaction)
    }
    guard let resident = try register.residents.find(nik, in: transaction) else {
      throw Refusal(.notFound, detail: "the resident")
    }
    var document = try office.document(
      file,
      adding: [
        IssuedDocument.Field("nama-register", resident.name),
        IssuedDocument.Field("tgl-lahir", resident.birthDate.description),
        IssuedDocument.Field("keadaan", resident.state.rawValue),
      ], in: transaction)
    document.holder = resident.name
    document.holderNIK = nik
    return document
  }
}
