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
        """)
    ])
}
