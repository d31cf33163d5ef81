import AgencyKit
import MallDomain
import MallStore

/// Copies of the yearly notice of an object (SPPT), from the register.
struct NoticeDesk: TaxDesk {
  private static let yearField = "tahun"

  let office: TaxOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let objects = try ObjectCheck(register: office.register, file: file, ownership: .required)
      .findings(in: transaction)
    guard objects.allSatisfy({ $0.severity == .passed }) else { return objects }
    guard let assessment = try assessment(file, in: transaction) else {
      return objects + [
        .blocks(
          "T1", "Tidak ada ketetapan PBB-P2 tahun itu.", "There is no assessment of that year.",
          field: Self.yearField)
      ]
    }
    return objects + [
      .passed(
        "T1", "Ketetapan \(assessment.tax.text), jatuh tempo \(assessment.dueOn.text(.indonesian)).",
        "Assessed at \(assessment.tax.text), due on \(assessment.dueOn.text(.english)).", field: Self.yearField)
    ]
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    guard let assessment = try assessment(file, in: transaction),
      let object = try office.register.properties.find(assessment.object, in: transaction)
    else { throw Refusal(.failedPrecondition, detail: "ketetapan PBB-P2 / a property tax assessment") }
    return file.document(
      "sppt", number: assessment.number, holder: object.owner.name, nik: object.owner.nik,
      fields(of: object, assessment))
  }

  private func assessment(_ file: CaseFile, in transaction: Transaction) throws -> PropertyAssessment? {
    guard let object = file.value(ObjectCheck.field), let year = file.int(Self.yearField) else { return nil }
    return try office.register.assessments.current(object, year: year, today: file.today, in: transaction)
  }

  private func fields(of object: TaxObject, _ assessment: PropertyAssessment) -> [IssuedDocument.Field] {
    [
      IssuedDocument.Field("nop", object.number), IssuedDocument.Field("tahun", String(assessment.year)),
      IssuedDocument.Field("alamat-objek", object.owner.address),
      IssuedDocument.Field("kampung", office.tools.areas.shortAddress(of: object.village) ?? object.village.text),
      IssuedDocument.Field("luas-bumi-m2", squareMetres(object.landArea)),
      IssuedDocument.Field("luas-bangunan-m2", squareMetres(object.buildingArea)),
      IssuedDocument.Field("njop", assessment.value.text), IssuedDocument.Field("njoptkp", assessment.exemption.text),
      IssuedDocument.Field("pbb", assessment.tax.text),
      IssuedDocument.Field("jatuh-tempo", assessment.dueOn.text(.indonesian)),
      IssuedDocument.Field("terutang", assessment.outstanding.text),
    ]
  }

  /// An area in 0.01 m2 as m2, with decimals where it has some.
  private func squareMetres(_ area: Int) -> String {
    let (metres, rest) = area.quotientAndRemainder(dividingBy: 100)
    return rest == 0 ? "\(metres)" : rest < 10 ? "\(metres),0\(rest)" : "\(metres),\(rest)"
  }
}
