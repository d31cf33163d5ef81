import MallDomain
import Testing

@testable import MallStore

@Suite struct PaymentTests {
  private let store: TestStore
  private let payments = PaymentStore()

  init() throws {
    store = try TestStore()
  }

  private static func code(_ serial: Int) throws -> BillingCode {
    try #require(BillingCode(kind: .ruralAndUrbanProperty, year: 2026, serial: serial))
  }

  @discardableResult
  private func issue(_ serial: Int, object: String? = nil, amount: Int64 = 150_000) async throws -> Bill {
    let bill = NewBill(
      billingCode: try Self.code(serial), amount: Rupiah(amount), caseID: Sample.caseID(1), agency: Sample.other,
      object: object, period: object == nil ? nil : 2026,
      purpose: LocalizedText(indonesian: "PBB-P2", english: "Property tax"),
      expiresOn: try #require(LocalDate("2026-12-31")))
    return try await store.write { [payments] in try payments.issue(bill, at: TestStore.now, in: $0) }
  }

  private func pay(
    _ serial: Int, amount: Int64 = 150_000, reference: String = "BL-1", on date: String = "2026-11-24"
  ) async throws -> Bill {
    let notification = PaymentNotification(
      billingCode: try Self.code(serial), amount: Rupiah(amount), bankReference: reference,
      paidAt: MallInstant(jakarta: try #require(LocalDate(date)), try #require(LocalTime("23:59"))))
    return try await store.write { [payments] in try payments.record(notification, at: TestStore.now, in: $0) }
  }

  private func bill(_ serial: Int) async throws -> Bill? {
    let code = try Self.code(serial)
    return try await store.read { [payments] in try payments.find(code, in: $0) }
  }

  @Test func aPaymentIsRecordedOnce() async throws {
    let issued = try await issue(1)
    #expect(try await bill(1) == issued)
    let paid = try await pay(1)
    #expect(paid.state == .paid && paid.receiptNumber == "2026000000000001")
    #expect(try await pay(1) == paid)
    #expect(try await bill(1) == paid)
    try await issue(2)
    #expect(try await pay(2, reference: "BL-2").receiptNumber == "2026000000000002")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var state = Bill.State.active
    var amount: Int64 = 150_000
    var reference = "BL-9"
    var date = "2026-11-24"
    var serial = 1
    var expected: StatusCode?
  }

  @Test(arguments: [
    Case(testDescription: "in time", expected: nil),
    Case(testDescription: "on the last day, by the bank's clock in Jakarta", date: "2026-12-31", expected: nil),
    Case(testDescription: "a day late", date: "2027-01-01", expected: .failedPrecondition),
    Case(testDescription: "too little", amount: 149_999, expected: .failedPrecondition),
    Case(testDescription: "too much", amount: 150_001, expected: .failedPrecondition),
    Case(testDescription: "cancelled", state: .cancelled, expected: .failedPrecondition),
    Case(testDescription: "expired", state: .expired, expected: .failedPrecondition),
    Case(testDescription: "paid with another reference", state: .paid, expected: .failedPrecondition),
    Case(testDescription: "a reference of another payment", reference: "BL-5", expected: .alreadyExists),
    Case(testDescription: "unknown code", serial: 99, expected: .notFound),
  ])
  func whatIsRefusedChangesNothing(row: Case) async throws {
    try await issue(1)
    try await issue(5)
    _ = try await pay(5, reference: "BL-5")
    switch row.state {
    case .active: break
    case .paid: _ = try await pay(1)
    case .cancelled:
      let code = try Self.code(1)
      try await store.write { [payments] in try payments.cancel(code, in: $0) }
    case .expired:
      let date = try #require(LocalDate("2027-01-31"))
      let expired = try await store.write { [payments] in try payments.expire(before: date, in: $0) }
      #expect(expired == 1)
    }
    let before = try await bill(1)
    let code = await refusalCode {
      _ = try await pay(row.serial, amount: row.amount, reference: row.reference, on: row.date)
    }
    #expect(code == row.expected)
    #expect((try await bill(1) == before) == (row.expected != nil))
    let receipts = try await store.read { try Counter.last("receipt-2026", in: $0) }
    #expect(receipts == (row.state == .paid || row.expected == nil ? 2 : 1))
  }

  @Test func aReferenceWithAnotherAmountIsNoRepeat() async throws {
    try await issue(1)
    _ = try await pay(1)
    #expect(await refusalCode { _ = try await pay(1, amount: 1) } == .alreadyExists)
  }

  @Test func oneObjectAndPeriodHasOneActiveBill() async throws {
    try await issue(1, object: "180207000100100010")
    try await issue(2, object: "180207000100100020")
    let newer = try await issue(3, object: "180207000100100010", amount: 160_000)
    #expect(try await bill(1)?.state == .cancelled)
    #expect(try await bill(2)?.state == .active)
    let found = try await store.read { [payments] transaction in
      try payments.find(agency: Sample.other, object: "180207000100100010", period: 2026, in: transaction)
    }
    #expect(found == newer)
    let serials = try await store.read { [payments] in
      try payments.bills(of: Sample.caseID(1), in: $0).map(\.code.serial)
    }
    #expect(
      serials
        == [1, 2, 3])
  }

  @Test func aBillTakenOverTwiceIsOneBill() async throws {
    let first = try await issue(1)
    #expect(try await issue(1) == first)
    #expect(await refusalCode { try await issue(1, amount: 1) } == .alreadyExists)
    let paid = try await pay(1)
    #expect(try await issue(1) == paid)
  }

  @Test func aPaidBillIsNotCancelled() async throws {
    try await issue(1)
    let code = try Self.code(1)
    _ = try await pay(1)
    #expect(
      await refusalCode { try await store.write { [payments] in try payments.cancel(code, in: $0) } }
        == .failedPrecondition)
    let date = try #require(LocalDate("2030-01-01"))
    let expired = try await store.write { [payments] in try payments.expire(before: date, in: $0) }
    #expect(expired == 0)
  }
}
