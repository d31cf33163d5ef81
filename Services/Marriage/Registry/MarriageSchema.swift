import MallStore

/// The tables of the marriage register. People are found by a keyed hash of their NIK; what names them is sealed.
enum MarriageSchema {
  static let migrations = MigrationList(
    module: "marriages",
    steps: [
      Migration(
        "intentions and marriages",
        """
        CREATE TABLE marriage_intentions (
          case_id TEXT PRIMARY KEY NOT NULL,
          office TEXT NOT NULL,
          groom_hash BLOB NOT NULL,
          bride_hash BLOB NOT NULL,
          registered_on TEXT NOT NULL,
          contract_on TEXT NOT NULL,
          officer TEXT,
          announced_at BIGINT NOT NULL,
          recorded_at BIGINT
        );
        CREATE INDEX marriage_intentions_by_groom ON marriage_intentions (groom_hash);
        CREATE INDEX marriage_intentions_by_bride ON marriage_intentions (bride_hash);
        CREATE TABLE marriages (
          office TEXT NOT NULL,
          number TEXT NOT NULL,
          groom_hash BLOB,
          bride_hash BLOB,
          contract_on TEXT NOT NULL,
          recorded_at BIGINT NOT NULL,
          officer TEXT,
          case_id TEXT,
          ended_on TEXT,
          ending TEXT,
          end_number TEXT,
          record BLOB NOT NULL,
          PRIMARY KEY (office, number)
        );
        CREATE INDEX marriages_by_groom ON marriages (groom_hash);
        CREATE INDEX marriages_by_bride ON marriages (bride_hash);
        """),
      // What came after an entry is written beside it, as in the margin of a book; the entry itself never changes.
      Migration(
        "marginal notes",
        """
        CREATE TABLE marriage_notes (
          office TEXT NOT NULL,
          number TEXT NOT NULL,
          position BIGINT NOT NULL,
          kind TEXT NOT NULL,
          effective_on TEXT NOT NULL,
          recorded_at BIGINT NOT NULL,
          officer TEXT,
          case_id TEXT,
          content BLOB,
          PRIMARY KEY (office, number, position)
        );
        INSERT INTO marriage_notes (office, number, position, kind, effective_on, recorded_at, officer)
          SELECT office, number, 1, ending, ended_on, recorded_at, officer FROM marriages WHERE ending IS NOT NULL;
        ALTER TABLE marriages DROP COLUMN ended_on;
        ALTER TABLE marriages DROP COLUMN ending;
        ALTER TABLE marriages DROP COLUMN end_number;
        ALTER TABLE marriage_intentions ADD COLUMN ended_at BIGINT;
        UPDATE marriage_intentions SET ended_at = announced_at WHERE case_id IN
          (SELECT case_id FROM cases WHERE state IN ('rejected', 'withdrawn', 'expired'));
        CREATE INDEX marriages_by_number ON marriages (number);
        CREATE TABLE marriage_names (
          name_key BLOB NOT NULL,
          office TEXT NOT NULL,
          number TEXT NOT NULL,
          PRIMARY KEY (name_key, office, number)
        );
        """),
      Migration(
        "officiants",
        """
        CREATE TABLE office_officiants (office TEXT PRIMARY KEY NOT NULL, officiants BIGINT NOT NULL);
        CREATE TABLE officiant_bookings (
          case_id TEXT PRIMARY KEY NOT NULL,
          office TEXT NOT NULL,
          officiant BIGINT NOT NULL,
          place TEXT NOT NULL,
          starts_at BIGINT NOT NULL,
          ends_at BIGINT NOT NULL,
          booked_at BIGINT NOT NULL,
          released_at BIGINT
        );
        CREATE INDEX officiant_bookings_by_time ON officiant_bookings (office, starts_at);
        """),
      Migration(
        "books beside the marriage register",
        """
        CREATE TABLE office_books (
          book TEXT NOT NULL,
          number TEXT NOT NULL,
          holder_hash BLOB,
          subject_hash BLOB,
          recorded_on TEXT NOT NULL,
          recorded_at BIGINT NOT NULL,
          officer TEXT,
          case_id TEXT,
          record BLOB NOT NULL,
          PRIMARY KEY (book, number)
        );
        CREATE INDEX office_books_by_holder ON office_books (book, holder_hash);
        CREATE INDEX office_books_by_subject ON office_books (book, subject_hash);
        CREATE TABLE office_book_notes (
          book TEXT NOT NULL,
          number TEXT NOT NULL,
          position BIGINT NOT NULL,
          kind TEXT NOT NULL,
          holder_hash BLOB,
          recorded_on TEXT NOT NULL,
          recorded_at BIGINT NOT NULL,
          officer TEXT,
          case_id TEXT,
          content BLOB NOT NULL,
          PRIMARY KEY (book, number, position)
        );
        CREATE INDEX office_book_notes_by_holder ON office_book_notes (book, holder_hash);
        """),
    ])
}
