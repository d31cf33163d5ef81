import MallDomain
import MallStore

/// A registered birth.
struct BirthRecord: Hashable, Sendable, Codable {
  var child: NIK
  var mother: NIK?
  var father: NIK?
  var parentage: Parentage
  /// `tunggal`, `kembar-2` …
  var plurality: String
  var time: String?
  /// Whether it was a hospital, a home …
  var placeKind: String?
  var birthOrder: Int?
  var reporter: NIK?
  var witnesses: [NIK]
}

/// The register of births.
struct BirthTable: Sendable {
  let sealer: Sealer

  /// Whether a child of this name, born that day to this mother, is registered.
  func isKnown(name: String, born: LocalDate, mother: NIK, in transaction: Transaction) throws -> Bool {
    try transaction.row("SELECT 1 FROM births WHERE child_key = ?", [.blob(childKey(name, born, mother))]) != nil
  }

  /// How many children that this mother bore on a day are registered.
  func children(born: LocalDate, mother: NIK, in transaction: Transaction) throws -> Int {
    Int(
      try transaction.integer(
        "SELECT COUNT(*) FROM births WHERE delivery_key = ?", [.blob(deliveryKey(born, mother))]) ?? 0)
  }

  /// The certificate of somebody's birth, and its date.
  func registration(of child: NIK, in transaction: Transaction) throws -> (number: String, date: LocalDate)? {
    try transaction.row(
      "SELECT registration_number, registered_on FROM births WHERE child_hash = ?", [.blob(sealer.key(of: child))]
    ).map { (try $0.text("registration_number"), try $0.date("registered_on")) }
  }

  // MARK: - Projection

  func insert(
    _ birth: BirthRecord, name: String, born: LocalDate, number: String, on date: LocalDate, _ entry: RegisterEntry,
    in transaction: Transaction
  ) throws {
    let key = sealer.key(of: birth.child)
    try transaction.execute(
      """
      INSERT INTO births (registration_number, child_hash, child_key, delivery_key, registered_on, case_id, record)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(number), .blob(key), SQLValue(birth.mother.map { childKey(name, born, $0) }),
        SQLValue(birth.mother.map { deliveryKey(born, $0) }), SQLValue(date), SQLValue(entry.act.caseID),
        try sealer.sealed(birth, in: "births", row: key),
      ])
  }

  private func childKey(_ name: String, _ born: LocalDate, _ mother: NIK) -> [UInt8] {
    sealer.lookupHash("\(mother.text)|\(born)|\(name.comparable)", purpose: "birth")
  }

  private func deliveryKey(_ born: LocalDate, _ mother: NIK) -> [UInt8] {
    sealer.lookupHash("\(mother.text)|\(born)", purpose: "delivery")
  }
}
