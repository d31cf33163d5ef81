import Foundation
import MallDomain

/// What a gateway keeps of an application for a bundle: its sealed answers, and how far each part is.
package struct BundleStore: Sendable {
  package static let migrations = MigrationList(
    module: "bundles",
    steps: [
      Migration(
        "bundles",
        """
        CREATE TABLE bundle_applications (
          case_id TEXT PRIMARY KEY NOT NULL,
          bundle TEXT NOT NULL,
          tracking_hash BLOB NOT NULL UNIQUE,
          accepted_at BIGINT NOT NULL,
          sealed BLOB NOT NULL
        );
        CREATE TABLE bundle_parts (
          case_id TEXT NOT NULL REFERENCES bundle_applications (case_id),
          position BIGINT NOT NULL,
          part TEXT NOT NULL,
          state TEXT NOT NULL,
          part_case TEXT UNIQUE,
          reason TEXT,
          PRIMARY KEY (case_id, part)
        );
        """),
      Migration(
        "editions", "CREATE TABLE bundle_editions (version TEXT PRIMARY KEY NOT NULL, edition BLOB NOT NULL);"),
    ])

  /// Where a part is. What its case does meanwhile, the case says.
  package enum PartState: Hashable, Sendable {
    /// For another part's document.
    case waiting
    case filed(CaseID)
    /// It never had a case: why.
    case dropped(Message)

    package var name: String {
      switch self {
      case .waiting: "waiting"
      case .filed: "filed"
      case .dropped: "dropped"
      }
    }

    package var caseID: CaseID? { if case .filed(let caseID) = self { caseID } else { nil } }
    package var reason: Message? { if case .dropped(let reason) = self { reason } else { nil } }
  }

  package struct Part: Hashable, Sendable {
    package var id: String
    package var state: PartState

    package init(id: String, state: PartState) {
      self.id = id
      self.state = state
    }
  }

  /// An application for a bundle, as it was accepted.
  package struct Application: Hashable, Sendable, Codable {
    package var caseID: CaseID
    package var bundle: ServiceBundle
    /// Of its services, by their codes; nil from before editions were kept.
    package var versions: [String: String]?
    package var answers: ApplicationContent
    package var applicant: Principal
    package var uploader: String
    package var acceptedAt: MallInstant
    /// Under which each part's tracking code is looked up.
    package var trackingHashes: [String: [UInt8]]

    package var edition: BundleEdition { BundleEdition(bundle, versions: versions ?? [:]) }

    package init(
      caseID: CaseID, edition: BundleEdition, answers: ApplicationContent, applicant: Principal, uploader: String,
      acceptedAt: MallInstant, trackingHashes: [String: [UInt8]]
    ) {
      self.caseID = caseID
      bundle = edition.bundle
      versions = edition.versions
      self.answers = answers
      self.applicant = applicant
      self.uploader = uploader
      self.acceptedAt = acceptedAt
      self.trackingHashes = trackingHashes
    }
  }

  private let sealer: Sealer

  package init(sealer: Sealer) { self.sealer = sealer }

  // MARK: - Writing

  package func insert(
    _ application: Application, trackingCode: TrackingCode, parts: [Part], in transaction: Transaction
  ) throws {
    let bytes = Array(try JSONEncoder().encode(application))
    try transaction.execute(
      """
      INSERT INTO bundle_applications (case_id, bundle, tracking_hash, accepted_at, sealed) VALUES (?, ?, ?, ?, ?)
      """,
      [
        SQLValue(application.caseID), SQLValue(application.bundle.code),
        .blob(ApplicationStore.trackingHash(trackingCode, by: sealer)), SQLValue(application.acceptedAt),
        .blob(sealer.seal(bytes, for: place(application.caseID))),
      ])
    for (position, part) in parts.enumerated() {
      try transaction.execute(
        "INSERT INTO bundle_parts (case_id, position, part, state) VALUES (?, ?, ?, ?)",
        [SQLValue(application.caseID), SQLValue(position), .text(part.id), .text(part.state.name)])
      try set(part, of: application.caseID, in: transaction)
    }
  }

  package func set(_ part: Part, of caseID: CaseID, in transaction: Transaction) throws {
    let reason = try part.state.reason.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    try transaction.execute(
      "UPDATE bundle_parts SET state = ?, part_case = ?, reason = ? WHERE case_id = ? AND part = ?",
      [.text(part.state.name), SQLValue(part.state.caseID), SQLValue(reason), SQLValue(caseID), .text(part.id)])
  }

  /// Keeps an edition that somebody applied for, so that a lost application can be brought back by its receipt.
  package func keep(_ edition: BundleEdition, version: String, in transaction: Transaction) throws {
    try transaction.execute(
      "INSERT INTO bundle_editions (version, edition) VALUES (?, ?) ON CONFLICT (version) DO NOTHING",
      [.text(version), .blob(Array(try edition.canonicalText().utf8))])
  }

  // MARK: - Reading

  package func find(_ code: TrackingCode, in transaction: Transaction) throws -> Application? {
    try transaction.row(
      "SELECT case_id, sealed FROM bundle_applications WHERE tracking_hash = ?",
      [.blob(ApplicationStore.trackingHash(code, by: sealer))]
    ).map(application)
  }

  /// The bundle of which a case is a part.
  package func find(partCase caseID: CaseID, in transaction: Transaction) throws -> Application? {
    try transaction.row(
      """
      SELECT bundle_applications.case_id, bundle_applications.sealed FROM bundle_parts
      JOIN bundle_applications ON bundle_applications.case_id = bundle_parts.case_id
      WHERE bundle_parts.part_case = ?
      """,
      [SQLValue(caseID)]
    ).map(application)
  }

  /// The case of the bundle of which a case is a part.
  package func bundle(ofPart caseID: CaseID, in transaction: Transaction) throws -> CaseID? {
    try transaction.row("SELECT case_id FROM bundle_parts WHERE part_case = ?", [SQLValue(caseID)])?
      .identifier("case_id")
  }

  package func edition(_ version: String, in transaction: Transaction) throws -> BundleEdition? {
    try transaction.row("SELECT edition FROM bundle_editions WHERE version = ?", [.text(version)])
      .map { try Self.decode(BundleEdition.self, $0.bytes("edition")) }
  }

  /// In the order in which they are shown.
  package func parts(of caseID: CaseID, in transaction: Transaction) throws -> [Part] {
    try transaction.rows(
      "SELECT part, part_case, reason FROM bundle_parts WHERE case_id = ? ORDER BY position", [SQLValue(caseID)]
    ).map { row in
      let state: PartState =
        if let caseID: CaseID = try row.optionalIdentifier("part_case") {
          .filed(caseID)
        } else if let reason = try row.optionalText("reason") {
          .dropped(try Self.decode(Message.self, Array(reason.utf8)))
        } else {
          .waiting
        }
      return Part(id: try row.text("part"), state: state)
    }
  }

  private func application(_ row: Row) throws -> Application {
    let caseID: CaseID = try row.identifier("case_id")
    return try Self.decode(Application.self, sealer.open(try row.bytes("sealed"), for: place(caseID)))
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw Refusal(.dataLoss, detail: "a bundle that was kept")
    }
  }

  private func place(_ caseID: CaseID) -> String { "bundle_applications.sealed:\(caseID)" }
}

extension BundleStore {
  /// The code of a part, which follows from the bundle's: whoever has that has all of them, and none is stored.
  package func trackingCode(of part: String, in bundle: TrackingCode) -> TrackingCode {
    TrackingCode(bytes: sealer.lookupHash("\(bundle.canonical) \(part)", purpose: "bundle-part-code"))
  }

  /// The case of a part, which follows from the bundle's: a bundle that is readmitted has the parts that it had.
  package func caseID(of part: String, in bundle: CaseID) -> CaseID {
    CaseID(at: bundle.madeAt, bytes: sealer.lookupHash("\(bundle) \(part)", purpose: "bundle-part-case"))
  }

  package func trackingHash(of part: String, in bundle: TrackingCode) -> [UInt8] {
    ApplicationStore.trackingHash(trackingCode(of: part, in: bundle), by: sealer)
  }
}
