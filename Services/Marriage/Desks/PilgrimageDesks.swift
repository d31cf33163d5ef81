import AgencyKit
import MallDomain
import MallStore

/// Registration for the hajj: a place in the queue with a number of its own, for Muslims from a certain age, one place
/// a person (UU 8/2019 art. 30-31 jo. UU 14/2025; PMA 13/2021 art. 3-5). Ages and terms are to be confirmed with the
/// ministry that has taken the task over.
struct PilgrimageDesk: OfficeDesk {
  private static let minimumAge = 12
  /// The province's digits of a place number, and how many follow.
  private static let province = "08"
  private static let serialDigits = 8
  static let counter = "hajj-places"

  let office: ReligiousOffice

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    let summary = file.nik("nik").flatMap { PopulationQuestions.question(.residentSummary, $0) }
    return PopulationQuestions.about(file) + [summary].compactMap { $0 }
  }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let nik = file.nik("nik"), let stated = file.date("tgl-lahir") else {
      throw Refusal(.invalidArgument, detail: "tgl-lahir")
    }
    let person = Person(PopulationQuestions(file: file).answer(.residentSummary, of: nik))
    var findings: [Finding] = []
    if let person, person.birthDate != stated {
      findings.append(
        .blocks(
          "I1", "Tanggal lahir berbeda dari register penduduk.",
          "The date of birth is another in the population register.", field: "tgl-lahir"))
    }
    if let person, person.religion != .islam {
      findings.append(
        .blocks(
          "PMA 13/2021:4", "Bukan beragama Islam menurut register.", "Not a Muslim by the register.", field: "nik"))
    }
    findings.append(
      (person?.birthDate ?? stated).completedYears(on: file.filedOn) >= Self.minimumAge
        ? .passed("PMA 13/2021:4", "Umur memenuhi.", "Old enough.", field: "tgl-lahir")
        : .blocks(
          "PMA 13/2021:4", "Umur di bawah \(Self.minimumAge) tahun.", "Younger than \(Self.minimumAge).",
          field: "tgl-lahir"))
    findings.append(
      try office.books.place(of: nik, transaction) == nil
        ? .passed("PMA 13/2021:5", "Belum memiliki nomor porsi.", "Has no place yet.", field: "nik")
        : .blocks("PMA 13/2021:5", "Sudah memiliki nomor porsi.", "Has a place already.", field: "nik"))
    return findings
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    var number = ""
    repeat {
      let serial = try Counter.next(Self.counter, in: transaction)
      number = Self.province + ReligiousOffice.digits(serial, count: Self.serialDigits)
      // Numbers that older registrations brought along are passed over.
    } while try office.books.find(number, in: .pilgrims, transaction) != nil
    try office.books.enter(
      BookEntry(
        book: .pilgrims, number: number, holder: file.nik("nik"), recordedOn: file.today,
        values: file.content.values.filter { ["bank", "nomor-validasi"].contains($0.key) }),
      BookAct(file), in: transaction)
    return try office.document(file, adding: [IssuedDocument.Field("nomor-porsi", number)], in: transaction)
  }
}

/// Cancelling a place, or handing it to a relative after a death or in permanent illness; once only (UU 8/2019 art. 6;
/// PMA 13/2021).
struct PilgrimageTransferDesk: OfficeDesk {
  let office: ReligiousOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let nik = file.nik("nik"), let number = file.value("nomor-porsi") else {
      throw Refusal(.invalidArgument, detail: "nomor-porsi")
    }
    var findings = [try place(number, of: nik, file, in: transaction)]
    guard file.value("jenis") != "batal" else { return findings }
    guard let recipient = file.nik("nik-penerima") else {
      findings.append(
        .blocks("UU 8/2019:6", "Penerima pelimpahan diperlukan.", "A recipient is needed.", field: "nik-penerima"))
      return findings
    }
    if recipient == nik {
      findings.append(
        .blocks("UU 8/2019:6", "Penerima orang yang sama.", "The recipient is the holder.", field: "nik-penerima"))
    }
    if try office.books.place(of: recipient, transaction) != nil {
      findings.append(
        .blocks(
          "UU 8/2019:6", "Penerima sudah memiliki nomor porsi.", "The recipient has a place.", field: "nik-penerima"))
    }
    findings.append(
      .warning(
        "UU 8/2019:6", "Penerima suami, istri, ayah, ibu, anak atau saudara kandung: periksa.",
        "The recipient is spouse, parent, child or sibling: check.", field: "nik-penerima"))
    return findings
  }

  private func place(_ number: String, of nik: NIK, _ file: CaseFile, in transaction: Transaction) throws -> Finding {
    let field = "nomor-porsi"
    guard let place = try office.books.find(number, in: .pilgrims, transaction) else {
      return .blocks("UU 8/2019:6", "Nomor porsi tidak terdaftar.", "No such place.", field: field)
    }
    guard place.isInForce else {
      return .blocks("UU 8/2019:6", "Nomor porsi sudah dibatalkan.", "The place was cancelled.", field: field)
    }
    guard place.currentHolder == nik else {
      return .blocks("UU 8/2019:6", "Nomor porsi milik orang lain.", "The place is somebody else's.", field: field)
    }
    guard file.value("jenis") == "batal" || !place.notes.contains(where: { $0.kind == .transferred }) else {
      return .blocks(
        "UU 8/2019:6", "Porsi hanya dapat dilimpahkan satu kali.", "A place is handed over once only.", field: field)
    }
    return .passed("UU 8/2019:6", "Nomor porsi terdaftar.", "The place is registered.", field: field)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let document = try office.document(file, in: transaction)
    let kind = file.value("jenis") ?? ""
    try office.books.write(
      BookNote(
        kind: kind == "batal" ? .cancelled : .transferred,
        holder: kind == "batal" ? nil : file.nik("nik-penerima"), recordedOn: file.today, values: ["jenis": kind]),
      beside: file.value("nomor-porsi") ?? "", of: .pilgrims, BookAct(file), in: transaction)
    return document
  }

  /// An example's place is in the book, as it would be from before the mall.
  func prepareExample(
    _ content: inout ApplicationContent, of service: PublicService, today: LocalDate, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    guard let number = content.values["nomor-porsi"], let nik = content.values["nik"].flatMap({ try? NIK($0) }),
      try office.books.find(number, in: .pilgrims, transaction) == nil
    else { return }
    try office.books.enter(
      BookEntry(
        book: .pilgrims, number: number, holder: nik, recordedOn: today.adding(days: -5 * 365), values: [:]),
      BookAct(at: now), in: transaction)
  }
}

extension OfficeBooks {
  /// The place that somebody has in the queue.
  fileprivate func place(of nik: NIK, _ transaction: Transaction) throws -> BookEntry? {
    try entries(of: nik, in: .pilgrims, transaction).first { $0.isInForce && $0.currentHolder == nik }
  }
}
