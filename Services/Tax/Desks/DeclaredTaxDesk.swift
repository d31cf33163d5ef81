import AgencyKit
import MallDomain
import MallStore

/// Taxes that a registered taxpayer declares: on consumption, advertising and groundwater. The tax is computed from the
/// form and billed; what is handed out is the paid bill.
struct DeclaredTaxDesk: TaxDesk {
  private static let numberField = "npwpd"

  let office: TaxOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let declaration = DeclaredTax(file: file)
    var findings = [try registration(file, in: transaction)] + declaration.findings
    do {
      let tax = try declaration.tax()
      findings.append(
        .passed(declaration.rule, "Pajak dihitung \(tax.text).", "The tax comes to \(tax.text)."))
    } catch {
      findings.append(Finding(rule: declaration.rule, severity: .blocks, text: error.message.localized))
    }
    return findings
  }

  private func registration(_ file: CaseFile, in transaction: Transaction) throws -> Finding {
    let taxpayer = try file.value(Self.numberField).flatMap {
      try office.register.taxpayers.find($0, in: transaction)
    }
    guard let taxpayer, taxpayer.isActive(on: file.today) else {
      return .blocks(
        "NPWPD", "NPWPD tidak terdaftar atau sudah dicabut.", "The taxpayer number is unknown or was removed.",
        field: Self.numberField)
    }
    guard taxpayer.tax == file.slug else {
      return .blocks(
        "NPWPD", "NPWPD terdaftar untuk pajak lain.", "The taxpayer number is registered for another tax.",
        field: Self.numberField)
    }
    return .passed("NPWPD", "Terdaftar.", "Registered.", field: Self.numberField)
  }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    let declaration = DeclaredTax(file: file)
    let tax = try declaration.tax()
    guard tax > .zero else { return .nothing }
    let bill = try CaseBilling(register: office.register).bill(
      tax, try declaration.kind(), for: file.caseID, purpose: file.service.name, at: file.now, in: transaction)
    return .bill(try office.bill(bill, in: transaction))
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let declaration = DeclaredTax(file: file)
    guard try declaration.tax() > .zero || file.bill != nil else {
      return try office.manifest.issue(file, in: transaction)
    }
    let receipt = try office.receipt(of: file, in: transaction)
    let declared = [Self.numberField, "nama-usaha", "masa-pajak", "jenis", "omzet"].compactMap { field in
      file.value(field).map { IssuedDocument.Field(field, $0) }
    }
    return file.document(
      "kode-bayar", number: receipt.bill.code.text, holder: file.value("nama-usaha") ?? "", nik: nil,
      declared + (try receipt.fields()))
  }
}
