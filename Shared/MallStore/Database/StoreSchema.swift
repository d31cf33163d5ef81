/// The tables of the store's modules. Types are spelled so that each engine can map them: TEXT, BIGINT, BLOB.
package enum StoreSchema {
  /// In each database, of whatever node.
  static let core: [MigrationList] = [
    MigrationList(
      module: "core",
      steps: [
        Migration(
          "settings and counters",
          """
          CREATE TABLE node_settings (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);
          CREATE TABLE counters (name TEXT PRIMARY KEY NOT NULL, value BIGINT NOT NULL);
          """)
      ])
  ]

  /// What each node has: deliveries, idempotency, audit, blobs.
  package static let node: [MigrationList] = [
    Outbox.migrations, Inbox.migrations, IdempotencyStore.migrations, AuditLog.migrations, BlobStore.migrations,
  ]

  /// What a gateway has besides.
  package static let gateway: [MigrationList] = [
    CatalogueLog.migrations, ApplicationStore.migrations, EvidenceStore.migrations, PaymentStore.migrations,
    PublishedListStore.migrations, LifeEventStore.migrations, BundleStore.migrations,
  ]

  /// What an agency has besides.
  package static let agency: [MigrationList] = [
    CaseStore.migrations, PaymentStore.migrations, DocumentStore.migrations, LifeEventStore.migrations,
    TaskStore.migrations,
  ]
}
