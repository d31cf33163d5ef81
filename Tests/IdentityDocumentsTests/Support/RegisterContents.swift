import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

/// Everything that the register's tables show, readable, row by row: two registers with the same contents are the same.
struct RegisterContents: Hashable, CustomStringConvertible {
  private static let tables: [(name: String, columns: [String], order: String)] = [
    ("residents", ["nik_hash", "person_hash", "state", "version", "changed_at", "entry"], "nik_hash"),
    ("family_cards", ["card_hash", "state", "opened_at", "opened_by", "closed_at", "closed_by"], "card_hash"),
    (
      "family_members",
      ["nik_hash", "stay", "card_hash", "place", "relation", "joined_at", "joined_by", "left_at", "left_by"],
      "nik_hash, stay"
    ),
    (
      "births", ["registration_number", "child_hash", "child_key", "delivery_key", "registered_on", "case_id"],
      "registration_number"
    ),
    ("deaths", ["registration_number", "nik_hash", "registered_on", "case_id"], "registration_number"),
    (
      "civil_marriages",
      ["registration_number", "husband_hash", "wife_hash", "recorded_on", "case_id", "ended_on", "end_number"],
      "registration_number"
    ),
    ("resident_keys", ["name_key", "entry"], "name_key, entry"),
    ("certificate_annotations", ["number", "person_hash", "entry"], "number"),
    (
      "identity_cards",
      ["nik_hash", "kind", "ordinal", "number", "issued_on", "valid_through", "state", "case_id", "changed_at"],
      "nik_hash, kind, ordinal"
    ),
  ]

  private(set) var rows: Set<String> = []

  init(_ sealer: Sealer, in transaction: Transaction) throws {
    for table in Self.tables {
      for row in try transaction.rows("SELECT * FROM \(table.name) ORDER BY \(table.order)") {
        let values = try table.columns.map { "\($0)=\(try row.value($0))" }
        rows.insert("\(table.name): \(values.joined(separator: " ")) \(try Self.record(row, table.name, sealer))")
      }
    }
  }

  private static func record(_ row: Row, _ table: String, _ sealer: Sealer) throws -> String {
    func opened<Record: Decodable>(_ type: Record.Type, row key: [UInt8]) throws -> String {
      let record: Record = try sealer.opened(try row.bytes("record"), in: table, row: key)
      return "\(record)"
    }
    switch table {
    case "residents": return try opened(Resident.self, row: row.bytes("nik_hash"))
    case "family_cards": return try opened(FamilyCard.self, row: row.bytes("card_hash"))
    case "births": return try opened(BirthRecord.self, row: row.bytes("child_hash"))
    case "deaths": return try opened(DeathRecord.self, row: row.bytes("nik_hash"))
    case "civil_marriages":
      return try opened(CivilMarriage.self, row: Array(row.text("registration_number").utf8))
    case "certificate_annotations": return try opened(Annotation.self, row: Array(row.text("number").utf8))
    default: return ""
    }
  }

  var description: String { "\(rows.count) rows" }
}

extension IdentityWorld {
  func contents() async throws -> RegisterContents {
    let sealer = sealer
    return try await database.read(limit: .seconds(600)) { try RegisterContents(sealer, in: $0) }
  }

  /// The register that follows from this one's journal alone, applied to empty tables of another file.
  func replayed() async throws -> RegisterContents {
    let (sealer, register, page) = (sealer, register, 500)
    return try await withDatabase(named: "replayed.sqlite") { copy in
      var last: Int64 = 0
      while true {
        let after = last
        let entries = try await database.read {
          try register.journal.entries(after: after, limit: page, in: $0)
        }
        guard let end = entries.last?.sequence else { break }
        last = end
        try await copy.write { transaction in
          for entry in entries { try register.projection.apply(entry, in: transaction) }
        }
      }
      return try await copy.read(limit: .seconds(600)) { try RegisterContents(sealer, in: $0) }
    }
  }
}
