import MallStore

/// The tables of the health register.
///
/// What names a patient is sealed, and found again by a keyed hash of the NIK. A medical record number is for one facility;
/// a queue number for one clinic and day of a facility.
enum RegistrySchema {
  static let migrations = MigrationList(
    module: "health",
    steps: [
      Migration("patients", patients), Migration("queues", queues),
      Migration("immunisation", ImmunisationTable.statements),
      Migration("immunisation entries", ImmunisationTable.entries),
    ])

  private static let patients = """
    CREATE TABLE patients (
      nik_hash BLOB PRIMARY KEY NOT NULL,
      record BLOB NOT NULL,
      registered_on TEXT NOT NULL
    );
    CREATE TABLE medical_records (
      facility TEXT NOT NULL,
      number TEXT NOT NULL,
      nik_hash BLOB NOT NULL REFERENCES patients (nik_hash),
      opened_on TEXT NOT NULL,
      PRIMARY KEY (facility, number)
    );
    CREATE UNIQUE INDEX medical_records_by_patient ON medical_records (nik_hash, facility);
    """

  private static let queues = """
    CREATE TABLE queue_days (
      facility TEXT NOT NULL,
      clinic TEXT NOT NULL,
      day TEXT NOT NULL,
      cycle_position BIGINT NOT NULL,
      PRIMARY KEY (facility, clinic, day)
    );
    CREATE TABLE queue_tickets (
      facility TEXT NOT NULL,
      clinic TEXT NOT NULL,
      day TEXT NOT NULL,
      serial BIGINT NOT NULL,
      place BIGINT NOT NULL,
      nik_hash BLOB NOT NULL,
      case_id TEXT NOT NULL UNIQUE,
      priority TEXT NOT NULL,
      phase TEXT NOT NULL,
      absences BIGINT NOT NULL,
      has_rejoined BIGINT NOT NULL,
      called_at BIGINT,
      served_at BIGINT,
      PRIMARY KEY (facility, clinic, day, serial)
    );
    CREATE INDEX queue_tickets_by_patient ON queue_tickets (nik_hash, facility, clinic, day);
    CREATE INDEX queue_tickets_by_service ON queue_tickets (facility, clinic, served_at);
    """
}
