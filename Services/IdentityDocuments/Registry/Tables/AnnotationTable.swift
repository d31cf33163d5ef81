import MallDomain
import MallStore

/// Notes in the margins of certificates, in the order in which they were made.
struct AnnotationTable: Sendable {
  let sealer: Sealer

  func annotations(of person: NIK, in transaction: Transaction) throws -> [Annotation] {
    try transaction.rows(
      "SELECT number, record FROM certificate_annotations WHERE person_hash = ? ORDER BY entry",
      [.blob(sealer.key(of: person))]
    ).map { row in
      try sealer.opened(
        try row.bytes("record"), in: "certificate_annotations", row: Array(try row.text("number").utf8))
    }
  }

  // MARK: - Projection

  func insert(_ annotation: Annotation, _ entry: RegisterEntry, in transaction: Transaction) throws {
    try transaction.execute(
      "INSERT INTO certificate_annotations (number, person_hash, entry, record) VALUES (?, ?, ?, ?)",
      [
        .text(annotation.number), .blob(sealer.key(of: annotation.person)), SQLValue(entry.sequence),
        try sealer.sealed(annotation, in: "certificate_annotations", row: Array(annotation.number.utf8)),
      ])
  }
}
