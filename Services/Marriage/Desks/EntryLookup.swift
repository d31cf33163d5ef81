import AgencyKit
import MallDomain
import MallStore

/// Finds the entry that a service about a marriage book concerns: by its number, else by the applicant's marriage of the
/// day that the form names.
struct EntryLookup {
  static let numberField = "nomor-akta-nikah"

  let register: MarriageRegister
  let file: CaseFile

  func entry(in transaction: Transaction) throws -> MarriageHistory? {
    guard let applicant = file.mainSubject else { return nil }
    let own = try register.histories(of: applicant, in: transaction)
    if let number = file.value(Self.numberField) { return own.first { $0.key.number == number } }
    if let day = file.date("tgl-nikah") { return own.first { $0.marriage.contract == day } }
    return own.first
  }

  /// Whether somebody else's marriage has the number, and what the register says otherwise.
  func finding(in transaction: Transaction) throws -> Finding {
    let field = Self.numberField
    if try entry(in: transaction) != nil {
      return .passed("N6", "Ada dalam register nikah.", "In the marriage register.", field: field)
    }
    if let number = file.value(field), try !register.histories(number: number, in: transaction).isEmpty {
      return .blocks(
        "N6", "Akta nomor ini bukan akta pemohon.", "The entry of this number is not the applicant's.", field: field)
    }
    guard let applicant = file.mainSubject, try register.histories(of: applicant, in: transaction).isEmpty else {
      return .blocks(
        "N6", "Nomor akta atau tanggal nikah berbeda dari register.",
        "The number or the day of the marriage is another in the register.", field: field)
    }
    return .warning(
      "N6", "Tidak ada dalam register ini; cocokkan dengan buku KUA yang mencatat.",
      "Not in this register; compare with the book of the KUA that recorded it.", field: field)
  }

  /// The entry, taken over from the book of before the mall where the register doesn't have it yet.
  ///
  /// - Throws: `failed_precondition` where the form names no number to enter it under.
  func entryTakenOver(in transaction: Transaction) throws -> MarriageHistory {
    if let known = try entry(in: transaction) { return known }
    guard let number = file.value(Self.numberField), let applicant = file.mainSubject else {
      throw Refusal(.failedPrecondition, detail: "nomor akta nikah diperlukan / the number of the entry is needed")
    }
    let isGroom = applicant.sex == .male
    let marriage = Marriage(
      groom: isGroom ? applicant : nil, bride: isGroom ? nil : applicant,
      groomName: isGroom ? file.value("nama") : nil, brideName: isGroom ? nil : file.value("nama"),
      contract: file.date("tgl-nikah") ?? .earliest, witnesses: [])
    let key = MarriageKey(office: file.value("kua") ?? "-", number: number)
    try register.takeOver(
      marriage, key, caseID: file.caseID, officer: file.officer, at: file.now, in: transaction)
    return MarriageHistory(
      key: key, marriage: marriage, recordedAt: file.now, officer: file.officer, caseID: file.caseID, notes: [])
  }

  func write(
    _ kind: MarriageNote.Kind, _ content: MarriageNote.Content, beside entry: MarriageHistory,
    in transaction: Transaction
  ) throws {
    try register.write(
      MarriageNote(kind: kind, effective: file.today, content: content), beside: entry.key, caseID: file.caseID,
      officer: file.officer, at: file.now, in: transaction)
  }
}

extension MarriageHistory {
  /// The book as it is handed out: entered, corrected, and with the entry's own number.
  func bookFields() -> [IssuedDocument.Field] {
    let texts = [
      ("nomor-akta-nikah", key.number), ("kua", key.office), ("tgl-akad", marriage.contract.description),
      ("nama-suami", corrected("nama-suami") ?? marriage.groomName ?? ""),
      ("nik-suami", marriage.groom?.text ?? ""),
      ("nama-istri", corrected("nama-istri") ?? marriage.brideName ?? ""),
      ("nik-istri", marriage.bride?.text ?? ""), ("wali", corrected("wali") ?? marriage.guardian ?? ""),
      ("mahar", corrected("mahar") ?? marriage.dower ?? ""),
    ]
    return texts.filter { !$0.1.isEmpty }.map { IssuedDocument.Field($0.0, $0.1) }
  }
}
