import MallDomain
import MallStore

/// A registered death.
struct DeathRecord: Hashable, Sendable, Codable {
  var deceased: NIK
  var date: LocalDate
  var time: String?
  var place: String
  var cause: String
  var attestedBy: String
  var reporter: NIK?
  var witnesses: [NIK]
}

/// The register of deaths; nobody dies twice.
struct DeathTable: Sendable {
  let sealer: Sealer

  func registration(of nik: NIK, in transaction: Transaction) throws -> (number: String, date: LocalDate)? {
    try transaction.row(
      "SELECT registration_number, registered_on FROM deaths WHERE nik_hash = ?", [.blob(sealer.key(of: nik))]
    ).map { (try $0.text("registration_number"), try $0.date("registered_on")) }
  }

  // MARK: - Projection

  func insert(
    _ death: DeathRecord, number: String, on date: LocalDate, _ entry: RegisterEntry, in transaction: Transaction
  ) throws {
    let key = sealer.key(of: death.deceased)
    try transaction.execute(
      "INSERT INTO deaths (registration_number, nik_hash, registered_on, case_id, record) VALUES (?, ?, ?, ?, ?)",
      [
        .text(number), .blob(key), SQLValue(date), SQLValue(entry.act.caseID),
        try sealer.sealed(death, in: "deaths", row: key),
      ])
  }
}
