import AgencyKit
import Foundation
import MallDomain
import MallStore

/// The books that the offices keep beside the marriage register.
enum OfficeBook: String, Hashable, Sendable, CaseIterable {
  /// Letters to the office at which somebody from here marries.
  case recommendations = "rekomendasi-nikah"
  /// Couples who had pre-marital guidance.
  case guidance = "bimbingan-perkawinan"
  /// Marriages taken up again.
  case reconciliations = "rujuk"
  /// Deeds of endowment of land (wakaf).
  case endowments = "ikrar-wakaf"
  /// Places for the hajj.
  case pilgrims = "porsi-haji"
  case halal = "sertifikat-halal"
  /// Houses of worship and study groups.
  case institutions = "rumah-ibadah"
  /// Certified copies of madrasah diplomas.
  case diplomas = "ijazah-madrasah"
}

/// An entry of a book, with what was noted beside it.
struct BookEntry: Hashable, Sendable {
  var book: OfficeBook
  var number: String
  var holder: NIK?
  /// What may stand in the book once, such as a product; compared without case and spaces.
  var subject: String?
  var recordedOn: LocalDate
  var values: [String: String]
  var notes: [BookNote] = []

  /// Whose it is now.
  var currentHolder: NIK? { notes.last { $0.kind == .transferred }?.holder ?? holder }
  var isInForce: Bool { !notes.contains { $0.kind == .cancelled } }
}

/// A change of what a book holds. Entries are never overwritten.
struct BookNote: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable, CaseIterable {
    case cancelled, transferred
  }

  var kind: Kind
  /// The new holder of a transfer.
  var holder: NIK?
  var recordedOn: LocalDate
  var values: [String: String]
}

/// Who enters something, on which case and when.
struct BookAct: Sendable {
  var caseID: CaseID?
  var officer: String?
  var at: MallInstant

  init(_ file: CaseFile) {
    self.init(caseID: file.caseID, officer: file.officer, at: file.now)
  }

  init(caseID: CaseID? = nil, officer: String? = nil, at: MallInstant) {
    self.caseID = caseID
    self.officer = officer
    self.at = at
  }
}

/// The books in the database: entries and notes, append-only. People and subjects are found by keyed hashes.
struct OfficeBooks: Sendable {
  private struct Stored: Codable {
    var holder: NIK?
    var subject: String?
    var values: [String: String]
  }

  let sealer: Sealer

  func enter(_ entry: BookEntry, _ act: BookAct, in transaction: Transaction) throws {
    let stored = Stored(holder: entry.holder, subject: entry.subject, values: entry.values)
    try transaction.execute(
      """
      INSERT INTO office_books
        (book, number, holder_hash, subject_hash, recorded_on, recorded_at, officer, case_id, record)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        SQLValue(entry.book), .text(entry.number), SQLValue(entry.holder.map { key($0, entry.book) }),
        SQLValue(entry.subject.map { key(subject: $0, entry.book) }), SQLValue(entry.recordedOn), SQLValue(act.at),
        SQLValue(act.officer), SQLValue(act.caseID), .blob(try seal(stored, place(entry.book, entry.number))),
      ])
  }

  func write(
    _ note: BookNote, beside number: String, of book: OfficeBook, _ act: BookAct, in transaction: Transaction
  ) throws {
    let position =
      try transaction.integer(
        "SELECT COALESCE(MAX(position), 0) + 1 FROM office_book_notes WHERE book = ? AND number = ?",
        [SQLValue(book), .text(number)]) ?? 1
    let stored = Stored(holder: note.holder, values: note.values)
    try transaction.execute(
      """
      INSERT INTO office_book_notes
        (book, number, position, kind, holder_hash, recorded_on, recorded_at, officer, case_id, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        SQLValue(book), .text(number), .integer(position), SQLValue(note.kind),
        SQLValue(note.holder.map { key($0, book) }), SQLValue(note.recordedOn), SQLValue(act.at),
        SQLValue(act.officer), SQLValue(act.caseID), .blob(try seal(stored, place(book, number, position))),
      ])
  }

  func find(_ number: String, in book: OfficeBook, _ transaction: Transaction) throws -> BookEntry? {
    try transaction.row(
      "SELECT number, recorded_on, record FROM office_books WHERE book = ? AND number = ?",
      [SQLValue(book), .text(number)]
    ).map { try entry($0, book, transaction) }
  }

  /// Entries that somebody holds now, or held. Uses `office_books_by_holder` and `office_book_notes_by_holder`.
  func entries(of nik: NIK, in book: OfficeBook, _ transaction: Transaction) throws -> [BookEntry] {
    let key = SQLValue.blob(key(nik, book))
    return try transaction.rows(
      """
      SELECT number, recorded_on, record FROM office_books WHERE book = ? AND holder_hash = ?
      UNION
      SELECT b.number, b.recorded_on, b.record FROM office_book_notes n
        JOIN office_books b ON b.book = n.book AND b.number = n.number WHERE n.book = ? AND n.holder_hash = ?
      ORDER BY 2, 1
      """,
      [SQLValue(book), key, SQLValue(book), key]
    ).map { try entry($0, book, transaction) }
  }

  /// Entries about a subject. Uses `office_books_by_subject`.
  func entries(about subject: String, in book: OfficeBook, _ transaction: Transaction) throws -> [BookEntry] {
    try transaction.rows(
      "SELECT number, recorded_on, record FROM office_books WHERE book = ? AND subject_hash = ?",
      [SQLValue(book), .blob(key(subject: subject, book))]
    ).map { try entry($0, book, transaction) }
  }

  private func entry(_ row: Row, _ book: OfficeBook, _ transaction: Transaction) throws -> BookEntry {
    let number = try row.text("number")
    let stored = try open(try row.bytes("record"), place(book, number))
    return BookEntry(
      book: book, number: number, holder: stored.holder, subject: stored.subject,
      recordedOn: try row.date("recorded_on"), values: stored.values,
      notes: try notes(beside: number, of: book, transaction))
  }

  private func notes(beside number: String, of book: OfficeBook, _ transaction: Transaction) throws -> [BookNote] {
    try transaction.rows(
      """
      SELECT position, kind, recorded_on, content FROM office_book_notes WHERE book = ? AND number = ? ORDER BY position
      """,
      [SQLValue(book), .text(number)]
    ).map { row in
      let stored = try open(try row.bytes("content"), place(book, number, try row.integer("position")))
      return BookNote(
        kind: try row.value("kind"), holder: stored.holder, recordedOn: try row.date("recorded_on"),
        values: stored.values)
    }
  }

  // MARK: - Keys and sealing

  private func key(_ nik: NIK, _ book: OfficeBook) -> [UInt8] {
    sealer.lookupHash(nik.text, purpose: "book-holder/\(book.rawValue)")
  }

  private func key(subject: String, _ book: OfficeBook) -> [UInt8] {
    let plain = subject.lowercased().filter { $0.isLetter || $0.isNumber }
    return sealer.lookupHash(plain, purpose: "book-subject/\(book.rawValue)")
  }

  private func seal(_ stored: Stored, _ place: String) throws -> [UInt8] {
    sealer.seal(Array(try JSONEncoder().encode(stored)), for: place)
  }

  private func open(_ sealed: [UInt8], _ place: String) throws -> Stored {
    try JSONDecoder().decode(Stored.self, from: Data(try sealer.open(sealed, for: place)))
  }

  private func place(_ book: OfficeBook, _ number: String, _ position: Int64? = nil) -> String {
    position.map { "office_book_notes.content:\(book.rawValue)/\(number)/\($0)" }
      ?? "office_books.record:\(book.rawValue)/\(number)"
  }
}
