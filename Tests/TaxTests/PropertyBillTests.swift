import MallDomain
import MallStore
import Testing

@testable import Tax

@Suite struct PropertyBillTests {
  /// The object of an example household, owing for 2026: sent on 31 March, due on 30 September.
  private func object(_ world: TaxWorld) async throws -> String {
    try #require(try await world.example("pbb-pembayaran").values["nop"])
  }

  @Test func `A bill holds the tax and the interest of the day, and stays until that changes`() async throws {
    try await TaxWorld.run { world in
      let object = try await object(world)
      let owed = try await world.assessment(object, 2026)
      #expect(owed.dueOn == (try day("2026-09-30")))
      let bill = try await world.bill(object, 2026)
      let interest = try LateInterest.interest(on: owed.tax, due: owed.dueOn, paid: world.today)
      #expect(interest > .zero)
      #expect(bill.amount == Rupiah(owed.tax.amount + interest.amount))
      #expect(bill.code.kind == .ruralAndUrbanProperty)
      #expect(bill.expiresOn == (try day("2026-12-31")))
      #expect(try await world.bill(object, 2026) == bill)
      #expect(try await world.bill(object, 2026, on: "2026-11-30") == bill)
    }
  }

  @Test func `Where interest steps up, a new code cancels the old one; past its last day it has expired`() async throws
  {
    try await TaxWorld.run { world in
      let object = try await object(world)
      let november = try await world.bill(object, 2026)
      let december = try await world.bill(object, 2026, on: "2026-12-01")
      #expect(december.amount > november.amount)
      #expect(try await world.known(november.code).state == .cancelled)
      let january = try await world.bill(object, 2026, on: "2027-01-02")
      #expect(try await world.known(december.code).state == .expired)
      #expect(january.code.shortYear == 27)
      #expect(january.expiresOn == (try day("2027-12-31")))
    }
  }

  @Test func `A new code takes over the case that waits for the old one`() async throws {
    try await TaxWorld.run { world in
      let file = try await world.file("pbb-pembayaran")
      guard case .bill(let bill) = try await world.charge(file) else {
        Issue.record("property tax is billed")
        return
      }
      #expect(bill.caseID == file.caseID)
      let object = try #require(file.value("nop"))
      #expect(try await world.bill(object, 2026).code == bill.code)
      let december = try await world.bill(object, 2026, on: "2026-12-01")
      #expect(december.code != bill.code)
      #expect(december.caseID == file.caseID)
    }
  }

  @Test func `A payment is taken in once however often it is reported`() async throws {
    try await TaxWorld.run { world in
      let object = try await object(world)
      let paid = world.paid(try await world.bill(object, 2026), receipt: "2026000000000001")
      for _ in 0..<3 { try await world.record(paid, reference: "B-1") }
      #expect(try await world.assessment(object, 2026).outstanding == .zero)
      let count = try await world.database.read { try $0.integer("SELECT COUNT(*) FROM tax_payments") }
      #expect(count == 1)
      let again = try await world.bill(object, 2026)
      #expect(again.code == paid.code)
      #expect(again.state == .paid)
      #expect(again.receiptNumber == "2026000000000001")
    }
  }

  @Test func `Payments that do not fit are refused in order, and change nothing`() async throws {
    try await TaxWorld.run { world in
      let (first, second) = (try await object(world), try await object(world))
      let paid = world.paid(try await world.bill(first, 2026))
      let open = world.paid(try await world.bill(second, 2026))
      try await world.record(paid, reference: "B-1")
      var unknown = open
      unknown.code = try #require(BillingCode(kind: .hotel, year: 2026, serial: 1))
      var wrong = open
      wrong.amount = Rupiah(open.amount.amount - 1)
      let refusals: [(Bill, String, StatusCode)] = [
        (unknown, "B-1", .notFound), (open, "B-1", .alreadyExists), (paid, "B-2", .failedPrecondition),
        (wrong, "B-3", .failedPrecondition),
      ]
      for (bill, reference, code) in refusals {
        do {
          try await world.record(bill, reference: reference)
          Issue.record("\(reference) is taken")
        } catch let refusal as Refusal {
          #expect(refusal.code == code, "\(reference)")
        }
      }
      #expect(try await world.known(open.code).state == .active)
      #expect(try await world.assessment(second, 2026).paid == .zero)
    }
  }

  @Test func `Money for a code that was replaced meanwhile pays the tax; what comes after it is a credit`() async throws
  {
    try await TaxWorld.run { world in
      let object = try await object(world)
      let old = try await world.bill(object, 2026)
      let new = try await world.bill(object, 2026, on: "2026-12-01")
      try await world.pay(old, reference: "B-1")
      #expect(try await world.assessment(object, 2026).outstanding == .zero)
      #expect(try await world.known(old.code).state == .cancelled)
      #expect(try await world.known(new.code).state == .cancelled)
      try await world.pay(new, reference: "B-2")
      let payments = world.register.payments
      let credits = try await world.database.read { transaction in
        try [old.code, new.code].map { try payments.of($0, in: transaction)?.credit }
      }
      #expect(credits == [.zero, new.amount])
    }
  }

  @Test func `The database itself holds one active code of an object and a year`() async throws {
    try await TaxWorld.run { world in
      let object = try await object(world)
      _ = try await world.bill(object, 2026)
      let (bills, now) = (world.register.bills, world.now)
      await #expect(throws: StoreError.self) {
        try await world.database.write { transaction in
          _ = try bills.write(
            NewTaxBill(
              kind: .ruralAndUrbanProperty, principal: Rupiah(1), purpose: LocalizedText(indonesian: "x"),
              object: object, year: 2026),
            at: now, in: transaction)
        }
      }
    }
  }

  @Test func `There is no bill without an object or an assessment, or where nothing is owed`() async throws {
    try await TaxWorld.run { world in
      let object = try await object(world)
      let refused: [(String, Int, StatusCode)] = [
        ("180203000500100010", 2026, .notFound), (object, 2023, .notFound), (object, 2027, .notFound),
        (object, 2025, .failedPrecondition),
      ]
      for (number, year, code) in refused {
        do {
          _ = try await world.bill(number, year)
          Issue.record("\(year) is billed")
        } catch let refusal as Refusal {
          #expect(refusal.code == code, "\(year)")
        }
      }
      // In the new year its assessment is made when it is asked for.
      #expect(try await world.bill(object, 2027, on: "2027-01-04").amount > .zero)
      #expect(try await world.assessment(object, 2027).dueOn == (try day("2027-07-05")))
    }
  }
}
