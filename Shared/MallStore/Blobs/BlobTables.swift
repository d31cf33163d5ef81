import MallDomain

extension BlobStore {
  static let migrations = MigrationList(
    module: "blobs",
    steps: [
      Migration(
        "blobs",
        """
        CREATE TABLE blobs (
          sha256 BLOB PRIMARY KEY NOT NULL,
          size BIGINT NOT NULL,
          stored_at BIGINT NOT NULL
        );
        CREATE TABLE blob_uploads (
          uploader TEXT NOT NULL,
          sha256 BLOB NOT NULL,
          size BIGINT NOT NULL,
          is_complete BIGINT NOT NULL,
          file_name TEXT NOT NULL,
          begun_at BIGINT NOT NULL,
          PRIMARY KEY (uploader, sha256)
        );
        CREATE INDEX blob_uploads_by_hash ON blob_uploads (sha256);
        CREATE INDEX blob_uploads_by_file ON blob_uploads (file_name);
        CREATE INDEX blob_uploads_by_time ON blob_uploads (begun_at);
        CREATE TABLE blob_cases (
          case_id TEXT NOT NULL,
          sha256 BLOB NOT NULL REFERENCES blobs (sha256),
          PRIMARY KEY (case_id, sha256)
        );
        CREATE INDEX blob_cases_by_hash ON blob_cases (sha256);
        """)
    ])
}

/// The rows of a `BlobStore`.
enum BlobTables {
  static func upload(
    _ sha256: [UInt8], of uploader: String, in transaction: Transaction
  ) throws(StoreError) -> (size: Int, isComplete: Bool)? {
    let row = try transaction.row(
      "SELECT size, is_complete FROM blob_uploads WHERE uploader = ? AND sha256 = ?", [.text(uploader), .blob(sha256)])
    guard let row else { return nil }
    return (try row.int("size"), try row.bool("is_complete"))
  }

  /// What an uploader has waiting to be attached.
  static func waitingBytes(of uploader: String, in transaction: Transaction) throws(StoreError) -> Int {
    Int(try transaction.integer("SELECT SUM(size) FROM blob_uploads WHERE uploader = ?", [.text(uploader)]) ?? 0)
  }

  static func totalBytes(in transaction: Transaction) throws(StoreError) -> Int {
    let stored = try transaction.integer("SELECT SUM(size) FROM blobs") ?? 0
    let coming = try transaction.integer("SELECT SUM(size) FROM blob_uploads WHERE is_complete = 0") ?? 0
    return Int(stored + coming)
  }

  static func begin(
    _ sha256: [UInt8], size: Int, of uploader: String, at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      INSERT INTO blob_uploads (uploader, sha256, size, is_complete, file_name, begun_at) VALUES (?, ?, ?, 0, ?, ?)
      ON CONFLICT (uploader, sha256) DO NOTHING
      """,
      [
        .text(uploader), .blob(sha256), SQLValue(size),
        .text(BlobName(sha256: sha256, uploader: uploader).fileName), SQLValue(now),
      ])
  }

  static func complete(
    _ sha256: [UInt8], size: Int, of uploader: String, at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      INSERT INTO blobs (sha256, size, stored_at) VALUES (?, ?, ?)
      ON CONFLICT (sha256) DO UPDATE SET stored_at = excluded.stored_at
      """,
      [.blob(sha256), SQLValue(size), SQLValue(now)])
    try transaction.execute(
      "UPDATE blob_uploads SET is_complete = 1 WHERE uploader = ? AND sha256 = ?", [.text(uploader), .blob(sha256)])
  }

  static func attach(
    _ sha256: [UInt8], of uploader: String, to caseID: CaseID, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      "INSERT INTO blob_cases (case_id, sha256) VALUES (?, ?)", [SQLValue(caseID), .blob(sha256)])
    try transaction.execute(
      "DELETE FROM blob_uploads WHERE uploader = ? AND sha256 = ?", [.text(uploader), .blob(sha256)])
  }

  static func attach(
    _ sha256: [UInt8], ofCase source: CaseID, to caseID: CaseID, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      INSERT INTO blob_cases (case_id, sha256) SELECT ?, sha256 FROM blob_cases WHERE case_id = ? AND sha256 = ?
      ON CONFLICT (case_id, sha256) DO NOTHING
      """,
      [SQLValue(caseID), SQLValue(source), .blob(sha256)])
  }

  /// The size of a case's file; nil when the case has no such file.
  static func size(
    _ sha256: [UInt8], of caseID: CaseID, in transaction: Transaction
  ) throws(StoreError) -> Int? {
    let size = try transaction.integer(
      """
      SELECT blobs.size FROM blob_cases JOIN blobs ON blobs.sha256 = blob_cases.sha256
      WHERE blob_cases.case_id = ? AND blob_cases.sha256 = ?
      """,
      [SQLValue(caseID), .blob(sha256)])
    return size.map(Int.init)
  }

  /// Forgets uploads begun before an instant, and stored files that neither a case nor an upload names.
  static func forget(before instant: MallInstant, in transaction: Transaction) throws(StoreError) {
    try transaction.execute("DELETE FROM blob_uploads WHERE begun_at < ?", [SQLValue(instant)])
    try transaction.execute(
      """
      DELETE FROM blobs WHERE stored_at < ?
        AND NOT EXISTS (SELECT 1 FROM blob_cases WHERE blob_cases.sha256 = blobs.sha256)
        AND NOT EXISTS (SELECT 1 FROM blob_uploads WHERE blob_uploads.sha256 = blobs.sha256)
      """,
      [SQLValue(instant)])
  }

  /// Forgets what no case has, as in a backup, which holds the files of cases only.
  static func forgetUnattached(in transaction: Transaction) throws(StoreError) {
    try transaction.execute("DELETE FROM blob_uploads")
    try transaction.execute(
      "DELETE FROM blobs WHERE NOT EXISTS (SELECT 1 FROM blob_cases WHERE blob_cases.sha256 = blobs.sha256)")
  }

  static func isStored(_ sha256: [UInt8], in transaction: Transaction) throws(StoreError) -> Bool {
    try transaction.row("SELECT size FROM blobs WHERE sha256 = ?", [.blob(sha256)]) != nil
  }

  static func isOpen(uploadNamed name: String, in transaction: Transaction) throws(StoreError) -> Bool {
    try transaction.row(
      "SELECT size FROM blob_uploads WHERE file_name = ? AND is_complete = 0", [.text(name)]) != nil
  }
}
