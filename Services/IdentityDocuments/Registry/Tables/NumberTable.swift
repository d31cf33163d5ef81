import MallDomain
import MallStore

/// The serials that were ever issued, of NIK and family card numbers, by the numbers' first twelve digits (rules I2,
/// I3).
///
/// A serial counts also when its holder is dead or the number cancelled. A transaction that is undone gives its numbers
/// back.
struct NumberTable: Sendable {
  private enum Kind: String {
    case nik
    case familyCard = "family-card"
  }

  private static let prefixLength = 12

  let sealer: Sealer

  /// A NIK that nobody ever had.
  ///
  /// - Throws: `resource_exhausted` when the 9999 serials of the area and day are used up.
  func nextNIK(area: AreaCode, born: LocalDate, sex: Sex, in transaction: Transaction) throws -> NIK {
    let prefix = NIK.prefix(area: area, born: born, sex: sex)
    let highest = try highest(.nik, prefix, in: transaction)
    let nik = try NIK.next(area: area, born: born, sex: sex, highestSerial: highest)
    try note(.nik, prefix, nik.serial, in: transaction)
    return nik
  }

  /// A family card number that was never used, with the date of its registration.
  func nextFamilyCard(
    area: AreaCode, registered: LocalDate, in transaction: Transaction
  ) throws -> FamilyCardNumber {
    let prefix = FamilyCardNumber.prefix(area: area, registered: registered)
    let highest = try highest(.familyCard, prefix, in: transaction)
    let number = try FamilyCardNumber.next(area: area, registered: registered, highestSerial: highest)
    try note(.familyCard, prefix, number.serial, in: transaction)
    return number
  }

  /// Takes note of a number that another office gave.
  func note(_ nik: NIK, in transaction: Transaction) throws {
    try note(.nik, String(nik.text.prefix(Self.prefixLength)), nik.serial, in: transaction)
  }

  func note(_ card: FamilyCardNumber, in transaction: Transaction) throws {
    try note(.familyCard, String(card.text.prefix(Self.prefixLength)), card.serial, in: transaction)
  }

  private func highest(_ kind: Kind, _ prefix: String, in transaction: Transaction) throws -> Int {
    let highest = try transaction.integer(
      "SELECT highest FROM number_serials WHERE kind = ? AND prefix_hash = ?",
      [SQLValue(kind), .blob(key(kind, prefix))])
    return Int(highest ?? 0)
  }

  private func note(_ kind: Kind, _ prefix: String, _ serial: Int, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO number_serials (kind, prefix_hash, highest) VALUES (?, ?, ?)
      ON CONFLICT (kind, prefix_hash) DO UPDATE SET highest = excluded.highest
      WHERE excluded.highest > number_serials.highest
      """,
      [SQLValue(kind), .blob(key(kind, prefix)), SQLValue(serial)])
  }

  private func key(_ kind: Kind, _ prefix: String) -> [UInt8] {
    sealer.lookupHash(prefix, purpose: "serial-\(kind.rawValue)")
  }
}
