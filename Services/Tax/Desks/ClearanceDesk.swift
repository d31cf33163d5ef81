import AgencyKit
import MallDomain
import MallStore

/// The statement that nothing assessed is unpaid past its due date (rule T8).
struct ClearanceDesk: TaxDesk {
  let office: TaxOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let objects = try ObjectCheck(register: office.register, file: file, ownership: .remarked)
      .findings(in: transaction)
    return objects + [Self.finding(try assessments(file, in: transaction), on: file.today)]
  }

  static func finding(_ assessments: [PropertyAssessment], on date: LocalDate, field: String? = nil) -> Finding {
    let clearance = TaxClearance(of: assessments, on: date)
    guard clearance.isClear else {
      let years = clearance.overdue.map { String($0.year) }.joined(separator: ", ")
      return .blocks(
        "T8", "Ada tunggakan PBB-P2 tahun pajak \(years).", "Property tax is overdue: \(years).", field: field)
    }
    return .passed(
      "T8", "Tidak ada tunggakan; \(clearance.checked) ketetapan diperiksa.",
      "Nothing is overdue; \(clearance.checked) assessments were checked.", field: field)
  }

  /// Those of the person, and of the object where one is named.
  private func assessments(_ file: CaseFile, in transaction: Transaction) throws -> [PropertyAssessment] {
    var found: [PropertyAssessment] = []
    if let owner = file.mainSubject {
      found += try office.register.assessments.ofOwner(owner, in: transaction)
    }
    if let object = file.value(ObjectCheck.field) {
      let ofObject = try office.register.assessments.ofObject(object, in: transaction)
      found += ofObject.filter { !found.contains($0) }
    }
    return found
  }

  /// Judged once more: between approval and issue an assessment may have fallen due.
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let clearance = TaxClearance(of: try assessments(file, in: transaction), on: file.today)
    guard clearance.isClear else {
      throw Refusal(.failedPrecondition, detail: "ada tunggakan PBB-P2 / property tax is overdue")
    }
    var document = try office.manifest.issue(file, in: transaction)
    document.validThrough = TaxClearance.validThrough(issuedOn: file.today)
    document.fields += [
      IssuedDocument.Field("ketetapan-diperiksa", String(clearance.checked)),
      IssuedDocument.Field("diperiksa-pada", file.today.text(.indonesian)),
    ]
    return document
  }
}
