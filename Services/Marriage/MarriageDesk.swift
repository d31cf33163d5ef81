import AgencyKit
import MallDomain
import MallStore

/// Intentions to marry and the marriages that come of them.
///
/// An approval means that the file is examined and the intention announced; the marriage itself is recorded on or after
/// the day of its contract.
struct MarriageDesk: Sendable {
  private static let poorCertificate = "keterangan-dtsen"

  let tools: AgencyTools
  let register: MarriageRegister

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    (try? MarriageForm(file)).map(PopulationQuestions.about) ?? []
  }

  // MARK: - Examination

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let form = try MarriageForm(file)
    let population = PopulationQuestions(file: file)
    return CoupleCheck(file: file, form: form, population: population).findings
      + (try ImpedimentCheck(register: register, file: file, form: form, population: population)
        .findings(in: transaction))
      + GuardianCheck(file: file, form: form, population: population).findings
      + [notice(file, form), fee(file, form), office(form)]
  }

  private func notice(_ file: CaseFile, _ form: MarriageForm) -> Finding {
    let standing = NoticePeriod(calendar: tools.calendar)
      .standing(registered: file.filedOn, contract: form.contract)
    switch standing {
    case .inTime(let lastDay):
      return .passed(
        "N2", "Didaftarkan paling lambat \(lastDay).", "Registered by \(lastDay).", field: "tgl-akad")
    case .short(let lastDay) where file.holds("dispensasi-camat"):
      return .passed(
        "N2", "Batas pendaftaran \(lastDay) terlewati; dispensasi atau pernyataan ada.",
        "Past the last day, \(lastDay); a dispensation or statement is there.", field: "tgl-akad")
    case .short(let lastDay):
      return .blocks(
        "N2", "Kurang dari 10 hari kerja: batas pendaftaran \(lastDay). Dispensasi camat atau pernyataan diperlukan.",
        "Less than 10 working days: the last day was \(lastDay). A dispensation or statement is needed.",
        field: "tgl-akad")
    case .past:
      return .blocks(
        "N2", "Tanggal akad sebelum pendaftaran.", "The contract lies before the registration.", field: "tgl-akad")
    case .uncountable where file.holds("dispensasi-camat"):
      return .warning(
        "N2", "Hari libur tahun akad belum ditetapkan; dispensasi atau pernyataan ada.",
        "The holidays of the contract's year are not decreed yet; a dispensation or statement is there.",
        field: "tgl-akad")
    case .uncountable(let text):
      return Finding(rule: "N2", severity: .blocks, text: text, field: "tgl-akad")
    }
  }

  private func fee(_ file: CaseFile, _ form: MarriageForm) -> Finding {
    let amount = amount(file, form)
    if form.isAtOffice, amount > .zero {
      return .warning(
        "N3", "Akad di luar hari dan jam kerja KUA: biaya \(amount.text).",
        "Outside the office's working hours: the fee is \(amount.text).", field: "jam-akad")
    }
    if form.saysPoor, amount > .zero {
      return .warning(
        "N3", "Keterangan tidak mampu belum ada: biaya \(amount.text).",
        "The certificate of need is missing: the fee is \(amount.text).", field: "tidak-mampu")
    }
    return .passed("N3", "Biaya \(amount.text).", "The fee is \(amount.text).")
  }

  private func office(_ form: MarriageForm) -> Finding {
    KUAOffice(form.office, areas: tools.areas) == nil
      ? .blocks(
        "N2", "KUA ini bukan KUA kecamatan di kabupaten.", "No KUA of a sub-district of the district has this name.",
        field: "kua")
      : .passed("N2", "KUA dikenal.", "The office is known.", field: "kua")
  }

  private func amount(_ file: CaseFile, _ form: MarriageForm) -> Rupiah {
    MarriageFee(calendar: tools.calendar).amount(
      atOffice: form.isAtOffice, date: form.contract, time: form.time,
      isPoor: form.saysPoor && file.holds(Self.poorCertificate))
  }

  // MARK: - Announcement and record

  /// Asked once the file is approved: the intention is announced from then on, and holds back any other of the two.
  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    let form = try MarriageForm(file)
    try register.announce(
      MarriageIntention(
        caseID: file.caseID, office: try office(of: form).code.text, groom: form.groom, bride: form.bride,
        registered: file.filedOn, contract: form.contract, officer: file.officer, announcedAt: file.now),
      in: transaction)
    let amount = amount(file, form)
    return amount > .zero ? .fee(amount) : .nothing
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let form = try MarriageForm(file)
    guard file.now >= MallInstant(jakarta: form.contract, form.time) else {
      throw Refusal(
        .failedPrecondition,
        detail: "akad \(form.contract) \(form.time): nikah dicatat setelah akad / recorded after the contract")
    }
    if let obstacle = try findings(file, in: transaction).first(where: { $0.severity == .blocks }) {
      throw Refusal(blockedBy: obstacle)
    }
    let office = try office(of: form)
    let marriage = Marriage(
      groom: form.groom, bride: form.bride, contract: form.contract, time: form.time.description,
      guardian: file.value("nama-wali"), dower: file.value("mahar"), witnesses: form.witnesses)
    let number = try register.record(
      marriage, office: office, caseID: file.caseID, officer: file.officer, at: file.now, in: transaction)
    return book(file, form, number: number, office: office)
  }

  private func office(of form: MarriageForm) throws -> KUAOffice {
    guard let office = KUAOffice(form.office, areas: tools.areas) else {
      throw Refusal(.invalidArgument, detail: "kua")
    }
    return office
  }

  private func book(
    _ file: CaseFile, _ form: MarriageForm, number: String, office: KUAOffice
  ) -> IssuedDocument {
    let population = PopulationQuestions(file: file)
    let groom = Person(population.answer(.residentSummary, of: form.groom))
    let bride = Person(population.answer(.residentSummary, of: form.bride))
    return IssuedDocument(
      type: "buku-nikah", number: number, agency: file.agency, service: file.service.code, caseID: file.caseID,
      title: file.service.output, holder: groom?.name ?? "", holderNIK: form.groom, issuedOn: file.today,
      validThrough: nil,
      fields: [
        IssuedDocument.Field("nomor-akta-nikah", number), IssuedDocument.Field("kua", office.name),
        IssuedDocument.Field("tgl-akad", form.contract.description),
        IssuedDocument.Field("jam-akad", form.time.description),
        IssuedDocument.Field("nama-suami", groom?.name ?? ""), IssuedDocument.Field("nik-suami", form.groom.text),
        IssuedDocument.Field("nama-istri", bride?.name ?? ""), IssuedDocument.Field("nik-istri", form.bride.text),
        IssuedDocument.Field("wali", file.value("nama-wali") ?? ""),
        IssuedDocument.Field("hubungan-wali", form.guardianRelation.rawValue),
        IssuedDocument.Field("mahar", file.value("mahar") ?? ""),
      ])
  }
}
