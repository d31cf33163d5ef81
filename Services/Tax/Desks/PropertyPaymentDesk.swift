import AgencyKit
import MallDomain
import MallStore

/// Payment of property tax: the case's bill is that of the object and the year, its output the receipt.
///
/// One application pays one year, since a billing code is for one year (rule T6).
struct PropertyPaymentDesk: TaxDesk {
  private static let firstYear = "tahun-mulai"
  private static let lastYear = "tahun-akhir"

  let office: TaxOffice

  private var billing: PropertyTaxBilling { PropertyTaxBilling(register: office.register) }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let objects = try ObjectCheck(register: office.register, file: file, ownership: .free).findings(in: transaction)
    guard objects.allSatisfy({ $0.severity == .passed }), let object = file.value(ObjectCheck.field),
      let year = file.int(Self.firstYear)
    else { return objects }
    guard year == file.int(Self.lastYear) else {
      return objects + [
        .blocks(
          "T6", "Satu permohonan membayar satu tahun pajak; ajukan satu permohonan untuk setiap tahun.",
          "One application pays one tax year; file one for each year.", field: Self.lastYear)
      ]
    }
    return objects + [try owed(object, year, file, in: transaction)]
  }

  private func owed(
    _ object: String, _ year: Int, _ file: CaseFile, in transaction: Transaction
  ) throws -> Finding {
    guard
      let assessment = try office.register.assessments.current(
        object, year: year, today: file.today, in: transaction)
    else {
      return .blocks(
        "T1", "Tidak ada ketetapan PBB-P2 tahun itu.", "There is no assessment of that year.", field: Self.firstYear)
    }
    guard assessment.outstanding > .zero else {
      return try office.register.bills.paid(object, year: year, in: transaction) == nil
        ? .blocks(
          "T6", "Tidak ada PBB-P2 terutang untuk tahun itu.", "No property tax of that year is owed.",
          field: Self.firstYear)
        : .passed(
          "T6", "Sudah dibayar; bukti bayar diterbitkan kembali.", "Paid already; the receipt is issued again.",
          field: Self.firstYear)
    }
    if let active = try office.register.bills.active(object, year: year, in: transaction),
      let other = active.caseID, other != file.caseID
    {
      return .warning(
        "T6", "Permohonan lain menunggu pembayaran objek dan tahun ini; kode bayarnya akan diganti.",
        "Another application waits for the payment of this object and year; its code will be replaced.",
        field: ObjectCheck.field)
    }
    let interest = try LateInterest.interest(on: assessment.outstanding, due: assessment.dueOn, paid: file.today)
    return .passed(
      "T5", "Pokok \(assessment.outstanding.text), bunga \(interest.text).",
      "Principal \(assessment.outstanding.text), interest \(interest.text).", field: Self.firstYear)
  }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    let object = try file.required(ObjectCheck.field, file.value(ObjectCheck.field))
    let year = try file.required(Self.firstYear, file.int(Self.firstYear))
    let bill = try billing.bill(object, year: year, for: file.caseID, at: file.now, in: transaction)
    return .bill(try office.bill(bill, in: transaction))
  }

  /// The receipt bears the taxpayer's name; who pays for somebody else sees its initials.
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let receipt = try office.receipt(of: file, in: transaction)
    guard let number = receipt.bill.object, let year = receipt.bill.year,
      let owner = try office.register.properties.find(number, in: transaction)?.owner
    else { throw Refusal(.failedPrecondition, detail: "objek pajak / the object") }
    let fields =
      [IssuedDocument.Field("nop", number), IssuedDocument.Field("tahun", String(year))] + (try receipt.fields())
    let paper = file.document(
      "bukti-bayar-pbb", number: receipt.payment.receiptNumber, holder: owner.name, nik: owner.nik, fields)
    try office.keep(paper, at: file.now, in: transaction)
    try office.keep(
      file.document("kode-bayar", number: receipt.bill.code.text, holder: owner.name, nik: owner.nik, fields),
      at: file.now, in: transaction)
    guard file.mainSubject != owner.nik else { return paper }
    var masked = paper
    masked.holder = Masking.name(owner.name)
    masked.holderNIK = nil
    return masked
  }
}
