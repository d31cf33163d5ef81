import AgencyKit
import MallDomain
import MallStore

/// A marriage book made anew, for one that is lost or damaged: it keeps the number of the entry (PMA 30/2024).
struct DuplicateDesk: OfficeDesk {
  let office: ReligiousOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let lookup = EntryLookup(register: office.register, file: file)
    return [try lookup.finding(in: transaction), proof(file)]
  }

  /// A lost book needs the police's word, a damaged one is handed in.
  private func proof(_ file: CaseFile) -> Finding {
    let (needed, indonesian, english) =
      file.value("alasan") == "hilang"
      ? ("surat-kehilangan", "Surat keterangan kehilangan diperlukan.", "A police report of the loss is needed.")
      : ("buku-rusak", "Buku nikah yang rusak diserahkan.", "The damaged book is to be handed in.")
    return file.holds(needed)
      ? .passed("N6", "Bukti hilang atau rusak ada.", "Proof of loss or damage is there.", field: needed)
      : .blocks("N6", indonesian, english, field: needed)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let lookup = EntryLookup(register: office.register, file: file)
    let entry = try lookup.entryTakenOver(in: transaction)
    try lookup.write(.duplicate, MarriageNote.Content(reason: file.value("alasan")), beside: entry, in: transaction)
    let copies = (entry.standing()?.duplicates ?? 0) + 1
    return office.marriageBook(
      of: entry, file, adding: [IssuedDocument.Field("duplikat-ke", String(copies))], version: copies + 1)
  }

  /// An example's book is damaged, and handed in.
  func prepareExample(
    _ content: inout ApplicationContent, of service: PublicService, today: LocalDate, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    content.attachments["buku-rusak"] = .shownAtCounter
  }
}

/// Certified copies of a marriage book.
struct CertifiedCopyDesk: OfficeDesk {
  /// Copies at a time without a question, by convention of the product.
  private static let usualCopies = 10

  let office: ReligiousOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let lookup = EntryLookup(register: office.register, file: file)
    var findings = [try lookup.finding(in: transaction)]
    if let standing = try lookup.entry(in: transaction)?.standing(), let ended = standing.endedOn {
      findings.append(
        .warning(
          "N6", "Perkawinan berakhir \(ended): catat pada salinan.",
          "The marriage ended on \(ended): say so on the copies.", field: EntryLookup.numberField))
    }
    if let copies = file.value("lembar").flatMap({ Int($0) }), !(1...Self.usualCopies ~= copies) {
      findings.append(
        .warning("N6", "Jumlah lembar tidak biasa.", "An unusual number of copies.", field: "lembar"))
    }
    return findings
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let lookup = EntryLookup(register: office.register, file: file)
    let entry = try lookup.entryTakenOver(in: transaction)
    let document = try office.document(file, in: transaction)
    try lookup.write(
      .certifiedCopy,
      MarriageNote.Content(document: document.number, copies: file.value("lembar").flatMap { Int($0) }),
      beside: entry, in: transaction)
    return document
  }
}

/// Corrections of an entry: the old text stays, the new one is noted beside it. Names, dates and parentage change by a
/// court's order or the birth certificate only (PMA 30/2024).
struct CorrectionDesk: OfficeDesk {
  private static let proofs = ["penetapan", "akta-kelahiran"]

  let office: ReligiousOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    var findings = [try EntryLookup(register: office.register, file: file).finding(in: transaction)]
    if file.value("semula") == file.value("menjadi") {
      findings.append(.blocks("N6", "Tidak ada yang berubah.", "Nothing changes.", field: "menjadi"))
    }
    if Self.concernsPerson(file.value("elemen") ?? "") {
      findings.append(
        Self.proofs.contains(where: file.holds)
          ? .passed("N6", "Dasar perubahan ada.", "The change has its proof.", field: "elemen")
          : .blocks(
            "N6", "Nama, tanggal lahir dan orang tua hanya berubah dengan penetapan pengadilan atau akta kelahiran.",
            "Names, dates of birth and parents change by a court's order or the birth certificate only.",
            field: "penetapan"))
    }
    return findings
  }

  private static func concernsPerson(_ element: String) -> Bool {
    let plain = element.lowercased()
    return ["nama", "lahir", "bapak", "ayah", "ibu"].contains { plain.contains($0) }
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let lookup = EntryLookup(register: office.register, file: file)
    let entry = try lookup.entryTakenOver(in: transaction)
    let content = MarriageNote.Content(
      element: file.value("elemen"), before: file.value("semula"), after: file.value("menjadi"))
    try lookup.write(.correction, content, beside: entry, in: transaction)
    let corrected = try lookup.entry(in: transaction) ?? entry
    return office.marriageBook(
      of: corrected, file,
      adding: [
        IssuedDocument.Field("elemen", content.element ?? ""), IssuedDocument.Field("semula", content.before ?? ""),
        IssuedDocument.Field("menjadi", content.after ?? ""),
      ],
      version: corrected.notes.count { $0.note.kind == .correction || $0.note.kind == .duplicate } + 1)
  }
}

extension ReligiousOffice {
  /// A book of an entry that is there already, under its number.
  func marriageBook(
    of entry: MarriageHistory, _ file: CaseFile, adding fields: [IssuedDocument.Field], version: Int
  ) -> IssuedDocument {
    IssuedDocument(
      type: "buku-nikah", number: entry.key.number, agency: file.agency, service: file.service.code,
      caseID: file.caseID, title: file.service.output, holder: file.value("nama") ?? "", holderNIK: file.mainSubject,
      issuedOn: file.today, validThrough: nil, fields: entry.bookFields() + fields, version: version)
  }
}
