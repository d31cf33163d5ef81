import MallDomain
import MallStore

/// One application as the gateway's submission stores it, in the sizes of a police certificate (`polres.skck`).
struct ExampleSubmit: Sendable {
  static let agency = "polres"
  static let service = "polres.skck"
  static let version = String(repeating: "v", count: 64)
  static let submitter = "warga-contoh"
  static let voucher = "citizen"
  static let method = "application.submit"
  static let payload = #"{"number":"","officer":"","fee":0,"note":"","asked":[]}"#
  /// The tables that a submit writes to.
  static let tables = [
    "applications", "application_access", "application_facts", "application_events", "application_parts", "outbox",
    "audit", "idempotency",
  ]
  /// In bytes.
  private static let contentLength = 180
  private static let lifecycleLength = 140
  private static let deliveryLength = 2_587
  private static let answerLength = 1_200
  private static let hashLength = 32

  let at: MallInstant
  let caseID: CaseID
  let trackingCode: TrackingCode
  let facts: [String]
  let content = [UInt8](repeating: 0x63, count: Self.contentLength)
  let lifecycle = [UInt8](repeating: 0x6C, count: Self.lifecycleLength)
  let delivery = [UInt8](repeating: 0x64, count: Self.deliveryLength)
  let answer = [UInt8](repeating: 0x61, count: Self.answerLength)
  let bodyHash = [UInt8](repeating: 0x68, count: Self.hashLength)
  let principal: Principal
  let due: LocalDate

  init() throws {
    var generator = SystemRandomNumberGenerator()
    at = MallClock.system.now()
    caseID = CaseID.make(at: at, using: &generator)
    trackingCode = TrackingCode.make(using: &generator)
    facts = ["1802\(UInt32.random(in: .min ... .max))", "+62\(UInt32.random(in: .min ... .max))"]
    principal = Principal(role: .citizen, subject: Self.submitter, voucher: try NodeID(Self.voucher))
    due = LocalDate(jakarta: at).adding(days: 1)
  }
}
