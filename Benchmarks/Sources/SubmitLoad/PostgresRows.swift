import Crypto
import MallDomain
import MallStore

/// The statements of one submit, which leave the same rows as the mall's stores do.
enum PostgresRows {
  typealias Statement = (sql: String, arguments: [SQLValue])

  static func statements(for submit: ExampleSubmit, sealer: Sealer) -> [Statement] {
    [idempotencyQuestion(submit, sealer)] + application(submit, sealer) + delivery(submit)
      + [audit(submit), idempotency(submit, sealer)]
  }

  private static func application(_ submit: ExampleSubmit, _ sealer: Sealer) -> [Statement] {
    let id = SQLValue(submit.caseID)
    let at = SQLValue(submit.at)
    var statements: [Statement] = [
      (
        """
        INSERT INTO applications (case_id, agency, service, service_version, state, is_open, version, officer, fee,
          accepted_at, changed_at, due, due_is_estimate)
        VALUES ($1, $2, $3, $4, 'submitted', 1, 1, NULL, NULL, $5, $5, $6, 0)
        """,
        [
          id, .text(ExampleSubmit.agency), .text(ExampleSubmit.service), .text(ExampleSubmit.version), at,
          SQLValue(submit.due),
        ]
      ),
      (
        "INSERT INTO application_access (case_id, tracking_hash, submitter_hash) VALUES ($1, $2, $3)",
        [
          id, hash(submit.trackingCode.canonical, "tracking-code", sealer),
          hash(ExampleSubmit.submitter, "submitter", sealer),
        ]
      ),
    ]
    for fact in submit.facts {
      statements.append(
        (
          "INSERT INTO application_facts (case_id, fact_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING",
          [id, hash("\(submit.caseID) \(fact)", "application-fact", sealer)]
        ))
    }
    statements.append(part("content", submit.content, submit, sealer))
    statements.append(
      (
        """
        INSERT INTO application_events (case_id, step, kind, at, actor, payload, note)
        VALUES ($1, 1, 'submitted', $2, 'citizen', $3, NULL)
        """,
        [id, at, .text(ExampleSubmit.payload)]
      ))
    statements.append(part("lifecycle", submit.lifecycle, submit, sealer))
    statements.append(
      (
        """
        UPDATE applications SET state = 'submitted', is_open = 1, version = version + 1, changed_at = $2, due = $3
        WHERE case_id = $1
        """,
        [id, at, SQLValue(submit.due)]
      ))
    return statements
  }

  private static func part(
    _ name: String, _ bytes: [UInt8], _ submit: ExampleSubmit, _ sealer: Sealer
  ) -> Statement {
    (
      """
      INSERT INTO application_parts (case_id, part, sealed) VALUES ($1, $2, $3)
      ON CONFLICT (case_id, part) DO UPDATE SET sealed = excluded.sealed
      """,
      [SQLValue(submit.caseID), .text(name), .blob(sealer.seal(bytes, for: "application_parts.sealed"))]
    )
  }

  private static func delivery(_ submit: ExampleSubmit) -> [Statement] {
    [
      (
        """
        INSERT INTO outbox
          (sequence, epoch, destination, ordering_key, kind, content, is_sealed, signature, created_at, state)
        VALUES (nextval('outbox_sequence'), 1, $1, $2, 'application-filed', $3, 1, NULL, $4, 'pending')
        """,
        [.text(ExampleSubmit.agency), SQLValue(submit.caseID), .blob(submit.delivery), SQLValue(submit.at)]
      )
    ]
  }

  private static func audit(_ submit: ExampleSubmit) -> Statement {
    let leaf = Array(SHA256.hash(data: Array("\(submit.caseID) \(ExampleSubmit.method)".utf8)))
    return (
      """
      INSERT INTO audit (sequence, at, role, actor, voucher, method, purpose, case_id, subject_hash, detail, outcome,
        leaf)
      VALUES (nextval('audit_sequence'), $1, 'citizen', $2, $3, $4, 'application', $5, NULL, $6, 0, $7)
      """,
      [
        SQLValue(submit.at), .text(ExampleSubmit.submitter), .text(ExampleSubmit.voucher),
        .text(ExampleSubmit.method), SQLValue(submit.caseID), .text(ExampleSubmit.service), .blob(leaf),
      ]
    )
  }

  private static func idempotencyQuestion(_ submit: ExampleSubmit, _ sealer: Sealer) -> Statement {
    (
      "SELECT body_hash, answer FROM idempotency WHERE voucher = $1 AND subject = $2 AND method = $3 AND key = $4",
      idempotencyKey(submit, sealer)
    )
  }

  private static func idempotency(_ submit: ExampleSubmit, _ sealer: Sealer) -> Statement {
    (
      """
      INSERT INTO idempotency (voucher, subject, method, key, body_hash, answer, at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """,
      idempotencyKey(submit, sealer) + [
        .blob(submit.bodyHash), .blob(sealer.seal(submit.answer, for: "idempotency.answer")), SQLValue(submit.at),
      ]
    )
  }

  private static func idempotencyKey(_ submit: ExampleSubmit, _ sealer: Sealer) -> [SQLValue] {
    [
      .text(ExampleSubmit.voucher), hash(ExampleSubmit.submitter, "idempotency", sealer),
      .text(ExampleSubmit.method), SQLValue(submit.caseID),
    ]
  }

  private static func hash(_ text: String, _ purpose: String, _ sealer: Sealer) -> SQLValue {
    .blob(sealer.lookupHash(text, purpose: purpose))
  }
}
