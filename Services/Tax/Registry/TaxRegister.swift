import Foundation
import MallDomain
import MallStore

/// The revenue service's registers together.
struct TaxRegister: Sendable {
  let properties: PropertyTable
  let assessments: AssessmentTable
  let bills: BillTable
  let payments: PaymentTable
  let taxpayers: TaxpayerTable
  let landTransfers: LandTransferTable

  init(sealer: Sealer, calendar: WorkingCalendar) {
    properties = PropertyTable(sealer: sealer)
    assessments = AssessmentTable(properties: properties, calendar: calendar)
    bills = BillTable()
    payments = PaymentTable(bills: bills, assessments: assessments)
    taxpayers = TaxpayerTable(sealer: sealer)
    landTransfers = LandTransferTable(sealer: sealer)
  }
}

/// Who owns or owes, as it is kept sealed.
struct TaxSubject: Hashable, Sendable, Codable {
  var nik: NIK
  var name: String
  var address: String
}

extension Sealer {
  /// By what a person is found in the tables of the tax register.
  func taxKey(of nik: NIK) -> SQLValue {
    .blob(lookupHash(nik.text, purpose: "tax-subject"))
  }

  func sealed(_ subject: TaxSubject, in table: String, row: String) throws -> SQLValue {
    .blob(seal(Array(try JSONEncoder().encode(subject)), for: "\(table).owner:\(row)"))
  }

  func opened(_ bytes: [UInt8], in table: String, row: String) throws -> TaxSubject {
    try JSONDecoder().decode(TaxSubject.self, from: Data(open(bytes, for: "\(table).owner:\(row)")))
  }
}
