import MallDomain

/// What a bank reports.
package struct PaymentNotification: Hashable, Sendable {
  package var billingCode: BillingCode
  package var amount: Rupiah
  /// The bank's own name of the payment, which it never uses twice.
  package var bankReference: String
  /// When the bank took the money: decides whether it was late, not when the report arrives.
  package var paidAt: MallInstant

  package init(billingCode: BillingCode, amount: Rupiah, bankReference: String, paidAt: MallInstant) {
    self.billingCode = billingCode
    self.amount = amount
    self.bankReference = bankReference
    self.paidAt = paidAt
  }
}

extension PaymentStore {
  /// Records a payment once, however often the bank reports it, and gives the bill its receipt number.
  ///
  /// Refusals in this order; nothing changes (rule T6):
  /// unknown code (`not_found`); the reference was used for another payment (`already_exists`); paid with another
  /// reference, cancelled, expired by its state or by the bank's date (`failed_precondition`); another amount
  /// (`failed_precondition`).
  package func record(
    _ payment: PaymentNotification, at now: MallInstant, in transaction: Transaction
  ) throws -> Bill {
    guard var bill = try find(payment.billingCode, in: transaction) else {
      throw Refusal(.notFound, detail: "the bill")
    }
    if try isRepeat(payment, in: transaction) { return bill }
    try check(payment, against: bill)
    let receiptNumber = try nextReceiptNumber(payment.paidAt, in: transaction)
    try transaction.execute(
      "INSERT INTO payments (bank_reference, billing_code, amount, paid_at, recorded_at) VALUES (?, ?, ?, ?, ?)",
      [
        .text(payment.bankReference), SQLValue(payment.billingCode), SQLValue(payment.amount),
        SQLValue(payment.paidAt), SQLValue(now),
      ])
    try transaction.execute(
      "UPDATE bills SET state = 'paid', receipt_number = ?, paid_at = ? WHERE billing_code = ?",
      [.text(receiptNumber), SQLValue(payment.paidAt), SQLValue(payment.billingCode)])
    bill.state = .paid
    bill.receiptNumber = receiptNumber
    bill.paidAt = payment.paidAt
    return bill
  }

  /// Takes over that a bill was paid, where the mall lost the payment that it had recorded: as the agency was told.
  ///
  /// What is still to be paid for the case otherwise is taken back, so that nobody pays twice.
  package func adopt(_ bill: Bill, at now: MallInstant, in transaction: Transaction) throws {
    guard bill.state == .paid, let receipt = bill.receiptNumber, let caseID = bill.caseID else { return }
    let known = try find(bill.code, in: transaction)
    guard known?.state != .paid else { return }
    for other in try bills(of: caseID, in: transaction) where other.state == .active && other.code != bill.code {
      try cancel(other.code, in: transaction)
    }
    if known == nil {
      try issue(
        NewBill(
          billingCode: bill.code, amount: bill.amount, caseID: caseID, agency: bill.agency, object: bill.object,
          period: bill.period, purpose: bill.purpose, expiresOn: bill.expiresOn),
        at: now, in: transaction)
    }
    try transaction.execute(
      "UPDATE bills SET state = 'paid', receipt_number = ?, paid_at = ? WHERE billing_code = ?",
      [.text(receipt), SQLValue(bill.paidAt ?? now), SQLValue(bill.code)])
  }

  private func isRepeat(_ payment: PaymentNotification, in transaction: Transaction) throws -> Bool {
    let known = try transaction.row(
      "SELECT billing_code, amount FROM payments WHERE bank_reference = ?", [.text(payment.bankReference)])
    guard let known else { return false }
    guard try known.text("billing_code") == payment.billingCode.text, try known.rupiah("amount") == payment.amount
    else { throw Refusal(.alreadyExists, detail: "another payment with this bank reference") }
    return true
  }

  private func check(_ payment: PaymentNotification, against bill: Bill) throws(Refusal) {
    guard bill.state == .active else {
      throw Refusal(.failedPrecondition, detail: "the bill is \(bill.state.rawValue)")
    }
    guard LocalDate(jakarta: payment.paidAt) <= bill.expiresOn else {
      throw Refusal(.failedPrecondition, detail: "the bill expired on \(bill.expiresOn)")
    }
    guard payment.amount == bill.amount else {
      throw Refusal(.failedPrecondition, detail: "the bill is of \(bill.amount.text)")
    }
  }

  /// The NTPD: the year of the payment and a number without gaps, 16 digits together.
  private func nextReceiptNumber(_ paidAt: MallInstant, in transaction: Transaction) throws(StoreError) -> String {
    let year = LocalDate(jakarta: paidAt).year
    let serial = String(try Counter.next("receipt-\(year)", in: transaction))
    return String(year) + String(repeating: "0", count: max(0, 12 - serial.utf8.count)) + serial
  }
}
