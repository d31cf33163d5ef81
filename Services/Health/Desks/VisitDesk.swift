import AgencyKit
import MallDomain
import MallStore

/// Registration for a visit to a health centre or to the hospital's clinics: the patient is found or registered, and gets
/// a number of the clinic's queue with an estimate of the wait.
struct VisitDesk: HealthDesk {
  private enum Field {
    static let healthCentre = "puskesmas"
    static let clinic = "poli"
    static let day = "tgl-kunjungan"
    static let birth = "tgl-lahir"
    static let payer = "penjamin"
    static let insurance = "nomor-jkn"
    static let referral = "nomor-rujukan"
  }

  private static let insured = "jkn"
  /// Who holds this booklet is pregnant or has a small child.
  private static let maternityBooklet = "buku-kia"

  let office: HealthOffice
  /// Whether visits go to the hospital, which the form then need not ask.
  let isHospital: Bool

  // MARK: - Judging

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let facility = facility(of: file) else {
      return [
        .blocks(
          "H4", "Puskesmas tidak dikenal; tulis nama kecamatannya.",
          "The health centre is unknown; write the name of its sub-district.", field: Field.healthCentre)
      ]
    }
    return day(of: file) + insurance(of: file) + identity(of: file)
      + (try turn(of: file, at: facility, in: transaction))
  }

  private func facility(of file: CaseFile) -> Facility? {
    if isHospital { return .hospital }
    return file.value(Field.healthCentre).flatMap { Facility(healthCentre: $0, areas: office.tools.areas) }
  }

  private func queue(of file: CaseFile, at facility: Facility) -> Queue? {
    guard let clinic = file.value(Field.clinic).flatMap({ Clinic($0, at: facility) }), let day = file.date(Field.day)
    else { return nil }
    return Queue(facility: facility, clinic: clinic, day: day)
  }

  private func day(of file: CaseFile) -> [Finding] {
    guard let date = file.date(Field.day) else { return [] }
    switch VisitDay.obstacle(to: date, today: file.today, calendar: office.tools.calendar) {
    case .past:
      return [.blocks("H4", "Tanggal kunjungan sudah lewat.", "The day of the visit has passed.", field: Field.day)]
    case .tooFar:
      return [
        .blocks(
          "H4", "Nomor diambil paling jauh \(VisitDay.mostDaysAhead) hari ke depan.",
          "Numbers are given at most \(VisitDay.mostDaysAhead) days ahead.", field: Field.day)
      ]
    case .closed:
      return [.blocks("H4", "Tutup pada hari itu.", "It is closed on that day.", field: Field.day)]
    case nil:
      return [.passed("H4", "Buka pada hari itu.", "It is open on that day.", field: Field.day)]
    }
  }

  /// A patient of the national insurance names its number at the health centre, the referral at the hospital.
  private func insurance(of file: CaseFile) -> [Finding] {
    guard file.value(Field.payer) == Self.insured else { return [] }
    let field = isHospital ? Field.referral : Field.insurance
    guard file.value(field) == nil else { return [] }
    return [
      isHospital
        ? .blocks("JKN", "Nomor rujukan belum diisi.", "The number of the referral is missing.", field: field)
        : .blocks("JKN", "Nomor JKN belum diisi.", "The insurance number is missing.", field: field)
    ]
  }

  /// A NIK keeps its date when a birth date is corrected: another one is no more than a warning (rule I1).
  private func identity(of file: CaseFile) -> [Finding] {
    guard let nik = file.mainSubject, let birth = file.date(Field.birth) else { return [] }
    guard nik.birthDate(today: file.today) != birth else { return [] }
    return [
      .warning(
        "I1", "Tanggal lahir berbeda dengan NIK; cocokkan dengan KTP atau KK.",
        "The birth date differs from the NIK; compare it with the card.", field: Field.birth)
    ]
  }

  private func turn(of file: CaseFile, at facility: Facility, in transaction: Transaction) throws -> [Finding] {
    guard let queue = queue(of: file, at: facility), let nik = file.mainSubject else { return [] }
    guard try office.queues.isWaiting(nik, in: queue, in: transaction) else {
      return [.passed("M7", "Belum memegang nomor di poli ini.", "Holds no number of this clinic.")]
    }
    return [
      .blocks(
        "M7", "Sudah memegang nomor antrean di poli dan hari ini.",
        "Holds a number of this clinic and day already.", field: Field.clinic)
    ]
  }

  // MARK: - Issuing

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let facility = try file.required(Field.healthCentre, facility(of: file))
    let queue = try file.required(Field.clinic, queue(of: file, at: facility))
    let patient = Patient(
      nik: try file.required("nik", file.mainSubject), name: file.value("nama") ?? "",
      birthDate: try file.required(Field.birth, file.date(Field.birth)),
      insuranceNumber: file.value(Field.insurance))
    try office.patients.register(patient, on: file.today, in: transaction)
    let record = try office.patients.openedRecord(
      of: patient.nik, at: facility, on: file.today, in: transaction)
    let isVulnerable =
      try office.tools.documents.active(
        type: Self.maternityBooklet, holder: patient.nik.text, on: queue.day, in: transaction) != nil
    let ticket = try office.queues.take(
      queue, by: patient.nik, QueueClass(born: patient.birthDate, on: queue.day, isVulnerable: isVulnerable),
      for: file.caseID, in: transaction)
    let wait = WaitingTime(
      ahead: ticket.ahead, services: try office.queues.lastServices(of: queue, in: transaction))
    return document(file, patient, queue, ticket, record: record, wait)
  }

  private func document(
    _ file: CaseFile, _ patient: Patient, _ queue: Queue, _ ticket: QueueTicket, record: String, _ wait: WaitingTime
  ) -> IssuedDocument {
    IssuedDocument(
      type: "antrean", number: "\(ticket.number)/\(queue.facility.code)/\(queue.day)", agency: file.agency,
      service: file.service.code, caseID: file.caseID, title: file.service.output, holder: patient.name,
      holderNIK: patient.nik, issuedOn: file.today, validThrough: queue.day,
      fields: [
        IssuedDocument.Field("nomor-antrean", ticket.number), IssuedDocument.Field("fasilitas", queue.facility.name),
        IssuedDocument.Field("poli", queue.clinic.name),
        IssuedDocument.Field("tanggal", queue.day.text(.indonesian, .withWeekday)),
        IssuedDocument.Field("prioritas", ticket.priority == .regular ? "tidak" : "ya"),
        IssuedDocument.Field("antrean-di-depan", String(ticket.ahead)),
        IssuedDocument.Field("perkiraan-tunggu", "\(wait.minutes) menit"),
        IssuedDocument.Field("perkiraan-dipanggil", wait.time(on: queue.day, now: file.now).text(.indonesian)),
        IssuedDocument.Field("nomor-rekam-medis", record),
      ])
  }
}
