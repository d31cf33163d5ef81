import AgencyKit
import MallDomain
import MallStore

/// Doses of vaccine: judged by the schedule (rule H3), and entered in the child's plan.
struct ImmunisationDesk: HealthDesk {
  private static let vaccineField = "antigen"
  private static let dayField = "tgl-suntik"

  let office: HealthOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let vaccine = file.value(Self.vaccineField).flatMap(Vaccine.init(rawValue:)),
      let day = file.date(Self.dayField)
    else { return [] }
    let known = try file.nik("nik-anak").flatMap { try office.immunisation.find($0, in: transaction) }
    if let end = known?.endedOn, end < day {
      return [
        .warning(
          "H3", "Anak ini tercatat meninggal pada \(end): periksa NIK.",
          "This child's death is recorded on \(end): check the number.", field: "nik-anak")
      ]
    }
    guard let schedule = known?.schedule ?? file.date("tgl-lahir").map({ ImmunisationSchedule(born: $0) }) else {
      return []
    }
    return [finding(vaccine, on: day, by: schedule)]
  }

  /// Only warnings: what was given was given; whoever keeps the book decides whether it counts.
  private func finding(_ vaccine: Vaccine, on day: LocalDate, by schedule: ImmunisationSchedule) -> Finding {
    switch schedule.timing(of: vaccine, on: day) {
    case .inTime:
      .passed(
        "H3", "\(vaccine.rawValue) diberikan sesuai jadwal.", "\(vaccine.rawValue) was given by the schedule.",
        field: Self.dayField)
    case .tooEarly(let earliest):
      .warning(
        "H3", "\(vaccine.rawValue) paling awal \(earliest): umur atau jarak 28 hari belum cukup.",
        "\(vaccine.rawValue) not before \(earliest): by age, or four weeks after the dose before.", field: Self.dayField
      )
    case .tooLate(let last):
      .warning(
        "H3", "\(vaccine.rawValue) paling lambat \(last).", "\(vaccine.rawValue) not after \(last).",
        field: Self.dayField)
    case .givenAlready(let before):
      .warning(
        "H3", "\(vaccine.rawValue) sudah tercatat pada \(before).",
        "\(vaccine.rawValue) is recorded on \(before) already.",
        field: Self.vaccineField)
    }
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let document = try office.manifest.issue(file, in: transaction)
    // Without a number the child has a paper, and no plan until its birth is registered.
    guard let child = file.nik("nik-anak"), let vaccine = file.value(Self.vaccineField).flatMap(Vaccine.init(rawValue:))
    else { return document }
    let day = try file.required(Self.dayField, file.date(Self.dayField))
    let table = office.immunisation
    var plan =
      try table.find(child, in: transaction)
      ?? table.open(
        ImmunisedChild(
          nik: child, mother: file.nik("nik-ibu"), born: try file.required("tgl-lahir", file.date("tgl-lahir"))),
        file.caseID, by: file.officer, at: file.now, in: transaction)
    let dose = ImmunisationEntry(
      event: .given(vaccine, day), recordedAt: file.now, caseID: file.caseID, officer: file.officer)
    try table.enter(dose, in: &plan, transaction)
    return document
  }
}
