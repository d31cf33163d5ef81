import MallDomain
import MallStore

/// Who is registered to pay a self-assessed tax of the district, by the regional taxpayer number (NPWPD).
struct Taxpayer: Hashable, Sendable {
  var number: String
  var owner: TaxSubject
  /// The tax, as the form of the registration names it, such as `pbjt-parkir`.
  var tax: String
  var registeredOn: LocalDate
  var closedOn: LocalDate?

  func isActive(on date: LocalDate) -> Bool {
    closedOn.map { date < $0 } ?? true
  }
}

/// The register of regional taxpayers.
struct TaxpayerTable: Sendable {
  private static let name = "taxpayers"
  private static let serialDigits = 7

  let sealer: Sealer

  /// Registers a taxpayer under the next number, such as `P.2.0001234.05.03`: a serial without gaps, the sub-district and
  /// the village of the business.
  func register(
    _ owner: TaxSubject, tax: String, village: AreaCode, on date: LocalDate, in transaction: Transaction
  ) throws -> Taxpayer {
    let serial = String(try Counter.next("npwpd", in: transaction))
    let zeros = String(repeating: "0", count: max(0, Self.serialDigits - serial.utf8.count))
    let area = village.digits
    let number = "P.2.\(zeros)\(serial).\(area.dropFirst(4).prefix(2)).\(area.suffix(2))"
    let taxpayer = Taxpayer(number: number, owner: owner, tax: tax, registeredOn: date)
    try transaction.execute(
      "INSERT INTO taxpayers (npwpd, owner_hash, owner, tax, registered_on, closed_on) VALUES (?, ?, ?, ?, ?, NULL)",
      [
        .text(number), sealer.taxKey(of: owner.nik), try sealer.sealed(owner, in: Self.name, row: number), .text(tax),
        SQLValue(date),
      ])
    return taxpayer
  }

  func find(_ number: String, in transaction: Transaction) throws -> Taxpayer? {
    try transaction.row("SELECT * FROM taxpayers WHERE npwpd = ?", [.text(number)]).map(taxpayer)
  }

  /// Somebody's open registration for a tax.
  func open(_ owner: NIK, tax: String, in transaction: Transaction) throws -> Taxpayer? {
    try transaction.row(
      """
      SELECT * FROM taxpayers WHERE owner_hash = ? AND tax = ? AND closed_on IS NULL
      ORDER BY registered_on DESC, npwpd DESC
      """,
      [sealer.taxKey(of: owner), .text(tax)]
    ).map(taxpayer)
  }

  func close(_ taxpayer: Taxpayer, on date: LocalDate, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE taxpayers SET closed_on = ? WHERE npwpd = ? AND closed_on IS NULL",
      [SQLValue(date), .text(taxpayer.number)])
  }

  /// Writes a taxpayer's present name and address.
  func update(_ taxpayer: Taxpayer, owner: TaxSubject, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE taxpayers SET owner = ? WHERE npwpd = ?",
      [try sealer.sealed(owner, in: Self.name, row: taxpayer.number), .text(taxpayer.number)])
  }

  private func taxpayer(_ row: Row) throws -> Taxpayer {
    let number = try row.text("npwpd")
    return Taxpayer(
      number: number, owner: try sealer.opened(row.bytes("owner"), in: Self.name, row: number),
      tax: try row.text("tax"), registeredOn: try row.date("registered_on"),
      closedOn: try row.optionalDate("closed_on"))
  }
}
