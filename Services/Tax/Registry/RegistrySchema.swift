import MallStore

/// The tables of the tax register.
///
/// Owners and taxpayers are sealed, and found again by a keyed hash of the NIK. Of an object and a year, one billing code
/// at most is active; each bank reference and each paid code stands there once.
enum RegistrySchema {
  static let migrations = MigrationList(
    module: "tax",
    steps: [
      Migration("property", property), Migration("bills and payments", bills), Migration("taxpayers", taxpayers),
      Migration("land transfers", landTransfers),
    ])

  private static let property = """
    CREATE TABLE tax_objects (
      nop TEXT PRIMARY KEY NOT NULL,
      owner_hash BLOB NOT NULL,
      owner BLOB NOT NULL,
      village TEXT NOT NULL,
      land_area BIGINT NOT NULL,
      building_area BIGINT NOT NULL,
      land_value BIGINT NOT NULL,
      building_value BIGINT NOT NULL,
      first_year BIGINT NOT NULL,
      entered_at BIGINT NOT NULL
    );
    CREATE INDEX tax_objects_by_owner ON tax_objects (owner_hash, nop);
    CREATE TABLE property_assessments (
      nop TEXT NOT NULL REFERENCES tax_objects (nop),
      year BIGINT NOT NULL,
      owner_hash BLOB NOT NULL,
      value BIGINT NOT NULL,
      exemption BIGINT NOT NULL,
      tax BIGINT NOT NULL,
      sent_on TEXT NOT NULL,
      due_on TEXT NOT NULL,
      paid BIGINT NOT NULL,
      settled_on TEXT,
      PRIMARY KEY (nop, year)
    );
    CREATE INDEX property_assessments_by_owner ON property_assessments (owner_hash, year);
    """

  private static let bills = """
    CREATE TABLE tax_bills (
      billing_code TEXT PRIMARY KEY NOT NULL,
      kind BIGINT NOT NULL,
      state TEXT NOT NULL,
      principal BIGINT NOT NULL,
      interest BIGINT NOT NULL,
      purpose_indonesian TEXT NOT NULL,
      purpose_english TEXT,
      nop TEXT,
      year BIGINT,
      case_id TEXT,
      issued_at BIGINT NOT NULL,
      expires_on TEXT NOT NULL
    );
    CREATE UNIQUE INDEX tax_bills_active ON tax_bills (nop, year) WHERE state = 'active';
    CREATE INDEX tax_bills_by_object ON tax_bills (nop, year, issued_at);
    CREATE INDEX tax_bills_by_case ON tax_bills (case_id, issued_at);
    CREATE TABLE tax_payments (
      bank_reference TEXT PRIMARY KEY NOT NULL,
      billing_code TEXT NOT NULL UNIQUE REFERENCES tax_bills (billing_code),
      amount BIGINT NOT NULL,
      credit BIGINT NOT NULL,
      receipt_number TEXT NOT NULL UNIQUE,
      paid_at BIGINT NOT NULL
    );
    """

  private static let taxpayers = """
    CREATE TABLE taxpayers (
      npwpd TEXT PRIMARY KEY NOT NULL,
      owner_hash BLOB NOT NULL,
      owner BLOB NOT NULL,
      tax TEXT NOT NULL,
      registered_on TEXT NOT NULL,
      closed_on TEXT
    );
    CREATE INDEX taxpayers_by_owner ON taxpayers (owner_hash, tax);
    """

  private static let landTransfers = """
    CREATE TABLE land_transfers (
      case_id TEXT PRIMARY KEY NOT NULL,
      taxpayer_hash BLOB NOT NULL,
      nop TEXT NOT NULL,
      base BIGINT NOT NULL,
      threshold BIGINT NOT NULL,
      duty BIGINT NOT NULL,
      billing_code TEXT,
      assessed_on TEXT NOT NULL,
      validated_on TEXT
    );
    CREATE INDEX land_transfers_by_taxpayer ON land_transfers (taxpayer_hash);
    """
}
