import AgencyKit
import MallDomain
import MallStore

/// Requests about a registered object: transfer, correction, reduction. They are examined against the register; what they
/// decide goes to the register of documents.
struct PropertyRequestDesk: TaxDesk {
  let office: TaxOffice
  var ownership = ObjectCheck.Ownership.required
  /// Whether the object's tax must be paid as far as it is due.
  var asksForClearance = false

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    var findings = try ObjectCheck(register: office.register, file: file, ownership: ownership)
      .findings(in: transaction)
    guard let object = file.value(ObjectCheck.field) else { return findings }
    if asksForClearance {
      findings.append(
        try ClearanceDesk.finding(
          office.register.assessments.ofObject(object, in: transaction), on: file.today, field: ObjectCheck.field))
    }
    if let year = file.int("tahun"),
      try office.register.assessments.current(object, year: year, today: file.today, in: transaction) == nil
    {
      findings.append(
        .blocks(
          "T1", "Tidak ada ketetapan PBB-P2 tahun itu.", "There is no assessment of that year.", field: "tahun"))
    }
    return findings
  }
}
