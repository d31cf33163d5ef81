import AgencyKit
import MallDomain
import MallStore

/// Intentions to marry and the marriages that come of them.
///
/// An approval means that the file is examined, the intention announced and an officiant booked; the marriage itself is
/// recorded on or after the day of its contract.
struct MarriageDesk: OfficeDesk {
  /// Days within which Disdukcapil is told of a recorded marriage (UU 23/2006 art. 34 (5)): so long nobody else may
  /// marry the two, whatever keeps the message.
  static let reportingDays = 10
  private static let poorCertificate = "keterangan-dtsen"
  /// Free slots that are proposed in place of one that is taken.
  private static let proposals = 3

  let office: ReligiousOffice

  private var tools: AgencyTools { office.tools }
  private var fees: MarriageFee { MarriageFee(calendar: tools.calendar) }

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    (try? MarriageForm(file)).map(PopulationQuestions.about) ?? []
  }

  /// The couple is held from the approval until the marriage can be recorded, and from the record until Disdukcapil
  /// knows of it.
  func reservations(for file: CaseFile) -> [PersonReservation] {
    guard let form = try? MarriageForm(file) else { return [] }
    let last = max(form.contract, file.today).adding(days: Self.reportingDays)
    let longest = file.today.adding(days: PersonReservation.longestDays)
    return [form.groom, form.bride].map {
      PersonReservation(person: $0, caseID: file.caseID, agency: file.agency, until: min(last, longest))
    }
  }

  // MARK: - Examination

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let form = try MarriageForm(file)
    let population = PopulationQuestions(file: file)
    let kua = KUAOffice(form.office, areas: tools.areas)
    var couple = CoupleCheck(file: file, form: form, office: kua, population: population)
    let recommended = try [form.groom, form.bride].filter { nik in
      try office.books.entries(of: nik, in: .recommendations, transaction).contains { $0.isInForce }
    }
    couple.isRecommended = recommended.contains
    return couple.findings
      + (try ImpedimentCheck(
        register: office.register, areas: tools.areas, file: file, form: form, population: population
      ).findings(in: transaction))
      + GuardianCheck(file: file, form: form, population: population).findings
      + [notice(file, form), fee(file, form)] + (try place(file, form, kua, in: transaction))
  }

  private func notice(_ file: CaseFile, _ form: MarriageForm) -> Finding {
    let standing = NoticePeriod(calendar: tools.calendar)
      .standing(registered: file.filedOn, contract: form.contract)
    switch standing {
    case .inTime(let lastDay):
      let day = Self.naming(lastDay)
      return .passed(
        "N2", "Didaftarkan paling lambat 10 hari kerja sebelum akad\(day).",
        "Registered at least 10 working days before the contract\(day).", field: "tgl-akad")
    case .short(let lastDay) where file.holds("dispensasi-camat"):
      let day = Self.naming(lastDay)
      return .passed(
        "N2", "Batas pendaftaran terlewati\(day); dispensasi atau pernyataan ada.",
        "Past the last day\(day); a dispensation or statement is there.", field: "tgl-akad")
    case .short(let lastDay):
      let day = Self.naming(lastDay)
      return .blocks(
        "N2", "Kurang dari 10 hari kerja sebelum akad\(day). Dispensasi camat atau pernyataan diperlukan.",
        "Less than 10 working days before the contract\(day). A dispensation or statement is needed.",
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

  private static func naming(_ lastDay: LocalDate?) -> String { lastDay.map { " (\($0))" } ?? "" }

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

  private func amount(_ file: CaseFile, _ form: MarriageForm) -> Rupiah {
    fees.amount(
      atOffice: form.isAtOffice, date: form.contract, time: form.time,
      isPoor: form.saysPoor && file.holds(Self.poorCertificate))
  }

  // MARK: - Place and officiant

  private func place(
    _ file: CaseFile, _ form: MarriageForm, _ kua: KUAOffice?, in transaction: Transaction
  ) throws -> [Finding] {
    guard let kua else {
      return [
        .blocks(
          "N2", "KUA ini bukan KUA kecamatan di kabupaten.", "No KUA of a sub-district of the district has this name.",
          field: "kua")
      ]
    }
    if let village = form.village, village.parent != kua.code {
      return [
        .blocks(
          "N2", "Akad dicatat KUA kecamatan tempat akad dilangsungkan.",
          "A contract is recorded by the KUA of the sub-district in which it is made.", field: "kampung-akad")
      ]
    }
    return [
      .passed("N2", "KUA dikenal.", "The office is known.", field: "kua"),
      try officiant(file, form, kua, in: transaction),
    ]
  }

  private func officiant(
    _ file: CaseFile, _ form: MarriageForm, _ kua: KUAOffice, in transaction: Transaction
  ) throws -> Finding {
    // What was booked for the case stays booked until it ends, also when it is recorded later.
    if try office.bookings.officiant(of: file.caseID, in: transaction) != nil {
      return .passed("calendar", "Penghulu sudah dijadwalkan.", "An officiant is booked.", field: "jam-akad")
    }
    let slot = form.slot(at: kua)
    let calendar = try calendar(for: slot, at: kua, file, in: transaction)
    guard calendar.officiant(for: slot) == nil else {
      return .passed("calendar", "Penghulu tersedia.", "An officiant is free.", field: "jam-akad")
    }
    let free = calendar.proposals(insteadOf: slot, count: Self.proposals, fee: fees).map(\.text)
      .joined(separator: "; ")
    return .blocks(
      "calendar",
      "Semua penghulu \(kua.name) terikat akad lain pada waktu itu, perjalanan diperhitungkan. Waktu bebas: \(free).",
      "All officiants of \(kua.name) are bound then, travel counted. Free: \(free).", field: "jam-akad")
  }

  private func calendar(
    for slot: ContractSlot, at kua: KUAOffice, _ file: CaseFile, in transaction: Transaction
  ) throws -> OfficiantCalendar {
    try office.bookings.calendar(
      of: kua, from: slot.date, days: OfficiantCalendar.horizon + 1, besides: file.caseID, in: transaction)
  }

  // MARK: - Announcement and record

  /// Asked once the file is approved: the intention is announced from then on, and holds back any other of the two; and
  /// the officiant is booked.
  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    let form = try MarriageForm(file)
    let kua = try office.named("kua", by: file)
    try office.register.intentions.announce(
      MarriageIntention(
        caseID: file.caseID, office: kua.code.text, groom: form.groom, bride: form.bride,
        registered: file.filedOn, contract: form.contract, officer: file.officer, announcedAt: file.now),
      in: transaction)
    let slot = form.slot(at: kua)
    guard let officiant = try calendar(for: slot, at: kua, file, in: transaction).officiant(for: slot) else {
      throw Refusal(.failedPrecondition, detail: "penghulu tidak tersedia / no officiant is free")
    }
    try office.bookings.book(
      Engagement(slot, officiant: officiant), of: kua, caseID: file.caseID, at: file.now, in: transaction)
    let amount = amount(file, form)
    return amount > .zero ? .fee(amount) : .nothing
  }

  /// Neither intention nor booking outlives a case that came to nothing.
  func caseEnded(_ file: CaseFile, in transaction: Transaction) throws {
    try office.register.intentions.end(file.caseID, at: file.now, in: transaction)
    try office.bookings.release(file.caseID, at: file.now, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let form = try MarriageForm(file)
    guard file.now >= MallInstant(jakarta: form.contract, form.time) else {
      throw Refusal(
        .failedPrecondition,
        detail: "akad \(form.contract) \(form.time): nikah dicatat setelah akad / recorded after the contract")
    }
    let kua = try office.named("kua", by: file)
    let population = PopulationQuestions(file: file)
    let marriage = Marriage(
      groom: form.groom, bride: form.bride,
      groomName: Person(population.answer(.residentSummary, of: form.groom))?.name,
      brideName: Person(population.answer(.residentSummary, of: form.bride))?.name, contract: form.contract,
      time: form.time.description, village: form.village, guardian: form.guardianName,
      guardianRelation: form.guardianRelation.rawValue, officeGuardianReason: form.officeGuardianReason?.rawValue,
      dower: file.value("mahar"), witnesses: form.witnesses, hasAgreement: file.value("perjanjian") == "true",
      officiant: try office.bookings.officiant(of: file.caseID, in: transaction))
    let number = try office.register.record(
      marriage, office: kua, caseID: file.caseID, officer: file.officer, at: file.now, in: transaction)
    return book(marriage, file, form, number: number, kua: kua)
  }

  private func book(
    _ marriage: Marriage, _ file: CaseFile, _ form: MarriageForm, number: String, kua: KUAOffice
  ) -> IssuedDocument {
    IssuedDocument(
      type: "buku-nikah", number: number, agency: file.agency, service: file.service.code, caseID: file.caseID,
      title: file.service.output, holder: marriage.groomName ?? "", holderNIK: form.groom, issuedOn: file.today,
      validThrough: nil,
      fields: [
        IssuedDocument.Field("nomor-akta-nikah", number), IssuedDocument.Field("kua", kua.name),
        IssuedDocument.Field("tgl-akad", form.contract.description),
        IssuedDocument.Field("jam-akad", form.time.description),
        IssuedDocument.Field("nama-suami", marriage.groomName ?? ""),
        IssuedDocument.Field("nik-suami", form.groom.text),
        IssuedDocument.Field("nama-istri", marriage.brideName ?? ""),
        IssuedDocument.Field("nik-istri", form.bride.text), IssuedDocument.Field("wali", marriage.guardian ?? ""),
        IssuedDocument.Field("hubungan-wali", form.guardianRelation.rawValue),
        IssuedDocument.Field("mahar", marriage.dower ?? ""),
      ])
  }

  // MARK: - Examples

  /// Each example gets a slot of its own, so that all of them can be approved; and a dispensation where nobody can give
  /// a notice that can be counted, late in a year whose successor has no decree yet.
  func prepareExample(
    _ content: inout ApplicationContent, of service: PublicService, today: LocalDate, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    guard let date = content.values["tgl-akad"].flatMap({ LocalDate($0) }),
      let kua = content.values["kua"].flatMap({ KUAOffice($0, areas: tools.areas) })
    else { return }
    let slot = try ExampleSlots(office: office).next(
      for: service, at: kua, from: date, village: content.values["kampung-akad"].flatMap { try? AreaCode($0) },
      in: transaction)
    content.values["tgl-akad"] = slot.date.description
    content.values["jam-akad"] = slot.time.description
    let notice = NoticePeriod(calendar: tools.calendar).standing(registered: today, contract: slot.date)
    if case .inTime = notice { return }
    content.attachments["dispensasi-camat"] = .shownAtCounter
  }
}
