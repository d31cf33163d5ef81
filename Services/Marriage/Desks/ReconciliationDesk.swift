import AgencyKit
import MallDomain
import MallStore

/// Taking up a marriage again (rujuk, rule N8). The court's divorce is entered first where the register lacks it.
struct ReconciliationDesk: OfficeDesk {
  /// What the form says.
  private struct Form {
    var husband: NIK
    var wife: NIK
    var divorced: LocalDate
    var asked: LocalDate
    var kind: DivorceKind
    var certificate: String
    var witnesses: [NIK]

    init(_ file: CaseFile) throws {
      guard let husband = file.nik("nik-suami"), let wife = file.nik("nik-istri"),
        let divorced = file.date("tgl-cerai"), let asked = file.date("tgl-rujuk"),
        let kind = file.value("jenis-cerai").flatMap({ DivorceKind(rawValue: $0) })
      else { throw Refusal(.invalidArgument, detail: "tgl-rujuk") }
      (self.husband, self.wife, self.divorced, self.asked, self.kind) = (husband, wife, divorced, asked, kind)
      certificate = file.value("nomor-akta-cerai") ?? ""
      witnesses = ["nik-saksi-1", "nik-saksi-2"].compactMap { file.nik($0) }
    }
  }

  let office: ReligiousOffice

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    let wife = file.nik("nik-istri").flatMap { PopulationQuestions.question(.isUnmarried, $0) }
    return PopulationQuestions.about(file) + [wife].compactMap { $0 }
  }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let form = try Form(file)
    let marriage = try marriage(form, in: transaction)
    return [
      verdict(form, marriage?.standing()?.reconciliations ?? 0), date(form, file), entry(form, marriage),
      try freedom(form, file, in: transaction), witnesses(form),
    ]
  }

  private func verdict(_ form: Form, _ before: Int) -> Finding {
    switch Reconciliation.verdict(divorced: form.divorced, kind: form.kind, divorcesBefore: before, asked: form.asked) {
    case .allowed: .passed("N8", "Dalam masa iddah.", "Within the waiting period.", field: "tgl-rujuk")
    case .tooLate(let lastDay):
      .blocks(
        "N8", "Masa iddah berakhir \(lastDay): diperlukan akad nikah baru.",
        "The waiting period ended on \(lastDay): a new marriage is needed.", field: "tgl-rujuk")
    case .irrevocable:
      .blocks(
        "N8", "Bukan talak raj'i (talak pertama atau kedua): tidak dapat dirujuk.",
        "Not a revocable divorce (first or second talak): it can't be taken back.", field: "jenis-cerai")
    case .beforeDivorce:
      .blocks("N8", "Tanggal rujuk sebelum perceraian.", "The day lies before the divorce.", field: "tgl-rujuk")
    }
  }

  private func date(_ form: Form, _ file: CaseFile) -> Finding {
    form.asked <= file.today
      ? .passed("N8", "Rujuk sudah diikrarkan.", "The reconciliation was declared.", field: "tgl-rujuk")
      : .blocks("N8", "Tanggal rujuk belum tiba.", "The day of the reconciliation has not come.", field: "tgl-rujuk")
  }

  private func entry(_ form: Form, _ marriage: MarriageHistory?) -> Finding {
    guard let standing = marriage?.standing() else {
      return .warning(
        "N8", "Perkawinan tidak ada dalam register ini; cocokkan buku nikah dan akta cerai.",
        "The marriage is not in this register; compare marriage book and divorce certificate.", field: "nik-istri")
    }
    guard let ended = standing.endedOn else {
      return .warning(
        "N8", "Perceraian belum tercatat; dicatat dari akta cerai bersama rujuk.",
        "The divorce is not entered yet; it is, from the certificate, together with the reconciliation.",
        field: "nomor-akta-cerai")
    }
    guard standing.ending == .divorce, ended == form.divorced else {
      return .blocks(
        "N8", "Menurut register perkawinan berakhir pada tanggal atau sebab lain.",
        "By the register the marriage ended on another day or otherwise.", field: "tgl-cerai")
    }
    return .passed("N8", "Perceraian tercatat.", "The divorce is entered.", field: "tgl-cerai")
  }

  /// A wife who has married again can't be taken back.
  private func freedom(_ form: Form, _ file: CaseFile, in transaction: Transaction) throws -> Finding {
    let others = try office.register.histories(of: form.wife, in: transaction).filter {
      !$0.isParty(form.husband) && $0.standing()?.isUndissolved == true
    }
    return others.isEmpty
      ? .passed("N5", "Istri tidak terikat perkawinan lain.", "The wife has no other marriage.", field: "nik-istri")
      : .blocks("N5", "Istri sudah menikah lagi.", "The wife has married again.", field: "nik-istri")
  }

  private func witnesses(_ form: Form) -> Finding {
    let isPair = form.witnesses.count == 2 && form.witnesses[0] != form.witnesses[1]
    guard isPair, !form.witnesses.contains(form.husband), !form.witnesses.contains(form.wife) else {
      return .blocks(
        "N8", "Dua saksi yang berbeda, bukan suami atau istri.", "Two witnesses, neither of them the couple.",
        field: "nik-saksi-1")
    }
    return .passed("N8", "Dua saksi.", "Two witnesses.", field: "nik-saksi-1")
  }

  /// The marriage of the two, the latest one.
  private func marriage(_ form: Form, in transaction: Transaction) throws -> MarriageHistory? {
    try office.register.histories(of: form.wife, in: transaction).first { $0.isParty(form.husband) }
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let form = try Form(file)
    let kua = try office.named("kua", by: file)
    let number =
      "\(try office.serial("rujuk/\(kua.code)/\(form.asked.year)", in: transaction))/R/\(kua.code)/\(form.asked.year)"
    if let marriage = try marriage(form, in: transaction) {
      try note(form, beside: marriage, number: number, file, in: transaction)
    }
    try office.books.enter(
      BookEntry(
        book: .reconciliations, number: number, holder: form.wife, subject: form.husband.text,
        recordedOn: form.asked, values: ["akta-cerai": form.certificate, "jenis-cerai": form.kind.rawValue]),
      BookAct(file), in: transaction)
    return try office.document(file, adding: [IssuedDocument.Field("nomor-rujuk", number)], in: transaction)
  }

  private func note(
    _ form: Form, beside marriage: MarriageHistory, number: String, _ file: CaseFile, in transaction: Transaction
  ) throws {
    var notes: [MarriageNote] = []
    if marriage.standing()?.isUndissolved == true {
      notes.append(
        MarriageNote(
          kind: .divorce, effective: form.divorced,
          content: MarriageNote.Content(document: form.certificate, divorce: form.kind)))
    }
    notes.append(
      MarriageNote(
        kind: .reconciliation, effective: form.asked, content: MarriageNote.Content(document: number)))
    for note in notes {
      try office.register.write(
        note, beside: marriage.key, caseID: file.caseID, officer: file.officer, at: file.now, in: transaction)
    }
  }

  func reservations(for file: CaseFile) -> [PersonReservation] {
    guard let form = try? Form(file) else { return [] }
    return [form.husband, form.wife].map {
      PersonReservation(
        person: $0, caseID: file.caseID, agency: file.agency,
        until: file.today.adding(days: MarriageDesk.reportingDays))
    }
  }
}
