import MallStore

/// The tables of the population register.
///
/// What names a person is sealed, and found again by a keyed hash of the NIK or card number. `register_events` is the
/// register, and only grows: who, what, when, on which case, and from when on it holds. The tables before it show how
/// things stand after the last event. A number that was ever issued counts for ever.
enum RegistrySchema {
  static let migrations = MigrationList(
    module: "population",
    steps: [
      Migration("residents", residents), Migration("family cards", familyCards),
      Migration("civil registration", civilRegistration), Migration("identity cards", identityCards),
      Migration("register events", registerEvents), Migration("resident keys", residentKeys),
    ])

  private static let residents = """
    CREATE TABLE residents (
      nik_hash BLOB PRIMARY KEY NOT NULL,
      person_hash BLOB NOT NULL,
      state TEXT NOT NULL,
      record BLOB NOT NULL,
      version BIGINT NOT NULL,
      changed_at BIGINT NOT NULL
    );
    CREATE INDEX residents_by_person ON residents (person_hash);
    CREATE TABLE resident_changes (
      nik_hash BLOB NOT NULL,
      version BIGINT NOT NULL,
      kind TEXT NOT NULL,
      at BIGINT NOT NULL,
      officer TEXT,
      case_id TEXT,
      record BLOB NOT NULL,
      PRIMARY KEY (nik_hash, version)
    );
    CREATE INDEX resident_changes_by_case ON resident_changes (case_id);
    CREATE TABLE number_serials (
      kind TEXT NOT NULL,
      prefix_hash BLOB NOT NULL,
      highest BIGINT NOT NULL,
      PRIMARY KEY (kind, prefix_hash)
    );
    """

  private static let familyCards = """
    CREATE TABLE family_cards (
      card_hash BLOB PRIMARY KEY NOT NULL,
      state TEXT NOT NULL,
      record BLOB NOT NULL,
      opened_at BIGINT NOT NULL,
      opened_by TEXT,
      closed_at BIGINT,
      closed_by TEXT
    );
    CREATE TABLE family_members (
      nik_hash BLOB NOT NULL,
      stay BIGINT NOT NULL,
      card_hash BLOB NOT NULL,
      place BIGINT NOT NULL,
      relation TEXT NOT NULL,
      joined_at BIGINT NOT NULL,
      joined_by TEXT,
      left_at BIGINT,
      left_by TEXT,
      PRIMARY KEY (nik_hash, stay)
    );
    CREATE UNIQUE INDEX family_members_now ON family_members (nik_hash) WHERE left_at IS NULL;
    CREATE INDEX family_members_by_card ON family_members (card_hash, place);
    """

  private static let civilRegistration = """
    CREATE TABLE births (
      registration_number TEXT PRIMARY KEY NOT NULL,
      child_hash BLOB NOT NULL,
      child_key BLOB,
      delivery_key BLOB,
      registered_on TEXT NOT NULL,
      case_id TEXT,
      record BLOB NOT NULL
    );
    CREATE UNIQUE INDEX births_by_child ON births (child_hash);
    CREATE INDEX births_by_key ON births (child_key);
    CREATE INDEX births_by_delivery ON births (delivery_key);
    CREATE TABLE deaths (
      registration_number TEXT PRIMARY KEY NOT NULL,
      nik_hash BLOB NOT NULL,
      registered_on TEXT NOT NULL,
      case_id TEXT,
      record BLOB NOT NULL
    );
    CREATE UNIQUE INDEX deaths_by_person ON deaths (nik_hash);
    CREATE TABLE civil_marriages (
      registration_number TEXT PRIMARY KEY NOT NULL,
      husband_hash BLOB NOT NULL,
      wife_hash BLOB NOT NULL,
      recorded_on TEXT NOT NULL,
      case_id TEXT,
      ended_on TEXT,
      end_number TEXT,
      end_case_id TEXT,
      record BLOB NOT NULL
    );
    CREATE INDEX civil_marriages_by_husband ON civil_marriages (husband_hash);
    CREATE INDEX civil_marriages_by_wife ON civil_marriages (wife_hash);
    """

  private static let identityCards = """
    CREATE TABLE identity_cards (
      nik_hash BLOB NOT NULL,
      kind TEXT NOT NULL,
      ordinal BIGINT NOT NULL,
      number TEXT,
      issued_on TEXT NOT NULL,
      valid_through TEXT,
      state TEXT NOT NULL,
      case_id TEXT,
      changed_at BIGINT NOT NULL,
      PRIMARY KEY (nik_hash, kind, ordinal)
    );
    CREATE UNIQUE INDEX identity_cards_active ON identity_cards (nik_hash, kind) WHERE state = 'active';
    """

  /// `residents.entry` is the event that brought a resident in. `resident_changes` is written no longer:
  /// `OpeningEntries` makes events of its rows when an older file is first opened.
  private static let registerEvents = """
    CREATE TABLE register_events (
      sequence BIGINT PRIMARY KEY NOT NULL,
      name TEXT NOT NULL,
      cause TEXT NOT NULL,
      recorded_at BIGINT NOT NULL,
      effective_on TEXT NOT NULL,
      officer TEXT,
      case_id TEXT,
      subject BLOB NOT NULL,
      counterpart BLOB,
      record BLOB NOT NULL
    );
    CREATE INDEX register_events_by_subject ON register_events (subject, sequence);
    CREATE INDEX register_events_by_counterpart ON register_events (counterpart, sequence);
    CREATE INDEX register_events_by_case ON register_events (case_id);
    ALTER TABLE residents ADD COLUMN entry BIGINT;
    CREATE UNIQUE INDEX residents_by_entry ON residents (entry);
    CREATE TABLE certificate_annotations (
      number TEXT PRIMARY KEY NOT NULL,
      person_hash BLOB NOT NULL,
      entry BIGINT NOT NULL,
      record BLOB NOT NULL
    );
    CREATE INDEX certificate_annotations_by_person ON certificate_annotations (person_hash, entry);
    """

  /// `ResidentIndex.fill` enters the residents of an older file.
  private static let residentKeys = """
    CREATE TABLE resident_keys (
      name_key BLOB NOT NULL,
      entry BIGINT NOT NULL,
      PRIMARY KEY (name_key, entry)
    );
    """
}
