import AgencyKit
import MallDomain
import MallStore

/// Validation of the duty on a transfer of land (BPHTB): computed, billed, and validated once it is paid.
struct LandTransferDesk: TaxDesk {
  private static let closeRelations: Set<String> = ["suami-istri", "garis-lurus-satu-derajat"]
  private static let firstField = "perolehan-pertama"
  private static let landField = "luas-bumi-m2"
  private static let buildingField = "luas-bangunan-m2"

  let office: TaxOffice

  private var register: TaxRegister { office.register }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let objects = try ObjectCheck(register: register, file: file, ownership: .free).findings(in: transaction)
    guard let number = file.value(ObjectCheck.field),
      let object = try register.properties.find(number, in: transaction)
    else { return objects }
    var findings = objects + areas(of: file, object)
    findings.append(
      try ClearanceDesk.finding(
        register.assessments.ofObject(number, in: transaction), on: file.today, field: ObjectCheck.field))
    if claimsFirst(file), try !isFirst(file, in: transaction) {
      findings.append(
        .warning(
          "T2", "Bukan perolehan pertama menurut register; tanpa NPOPTKP.",
          "Not the first acquisition by the register; without the threshold.", field: Self.firstField))
    }
    do {
      let duty = try duty(file, on: object, in: transaction)
      findings.append(
        .passed(
          "T2", "NPOP \(duty.base.text), NPOPTKP \(duty.threshold.text), BPHTB \(duty.duty.text).",
          "Value \(duty.base.text), threshold \(duty.threshold.text), duty \(duty.duty.text)."))
    } catch let refusal as Refusal {
      findings.append(Finding(rule: "T2", severity: .blocks, text: refusal.message.localized))
    }
    return findings
  }

  private func areas(of file: CaseFile, _ object: TaxObject) -> [Finding] {
    let claimed = [(Self.landField, object.landArea), (Self.buildingField, object.buildingArea)]
    return claimed.compactMap { field, registered in
      guard let metres = file.int(field), metres > (registered + 99) / 100 else { return nil }
      return .blocks(
        "T2", "Luas melebihi yang terdaftar; betulkan dahulu SPPT-nya.",
        "The area is larger than registered; have the notice corrected first.", field: field)
    }
  }

  private func claimsFirst(_ file: CaseFile) -> Bool {
    file.value(Self.firstField) == "true"
  }

  private func isFirst(_ file: CaseFile, in transaction: Transaction) throws -> Bool {
    guard claimsFirst(file), let taxpayer = file.mainSubject else { return false }
    return try !register.landTransfers.hasOther(
      than: file.caseID, of: taxpayer, on: file.today, in: transaction)
  }

  /// By the areas that change hands and the NJOP of the register.
  private func duty(
    _ file: CaseFile, on object: TaxObject, in transaction: Transaction
  ) throws -> LandTransferDuty {
    let kind = try file.required(
      "jenis-perolehan", file.value("jenis-perolehan").flatMap(LandTransferDuty.Acquisition.init))
    let land = try file.required(Self.landField, file.int(Self.landField))
    let building = try file.required(Self.buildingField, file.int(Self.buildingField))
    let value = PropertyTax.value(
      landArea: min(land * 100, object.landArea), landValue: object.landValue,
      buildingArea: min(building * 100, object.buildingArea), buildingValue: object.buildingValue)
    return try LandTransferDuty(
      kind, price: file.rupiah("harga-transaksi"), assessedValue: value,
      isFirst: isFirst(file, in: transaction),
      isCloseFamily: file.value("hubungan").map(Self.closeRelations.contains) ?? false,
      rates: LandTransferDuty.rates.value(on: file.filedOn))
  }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    let number = try file.required(ObjectCheck.field, file.value(ObjectCheck.field))
    let taxpayer = try file.required("nik", file.mainSubject)
    let object = try file.required(
      ObjectCheck.field, register.properties.find(number, in: transaction))
    let duty = try duty(file, on: object, in: transaction)
    var bill: TaxBill?
    if duty.duty > .zero {
      bill = try CaseBilling(register: register).bill(
        duty.duty, .landAndBuildingTransfer, for: file.caseID,
        purpose: LocalizedText(indonesian: "BPHTB NOP \(number)", english: "Land transfer duty, object \(number)"),
        at: file.now, in: transaction)
    }
    try register.landTransfers.note(
      LandTransfer(
        caseID: file.caseID, object: number, base: duty.base, threshold: duty.threshold, duty: duty.duty,
        code: bill?.code, assessedOn: file.today),
      taxpayer: taxpayer, in: transaction)
    return try bill.map { .bill(try office.bill($0, in: transaction)) } ?? .nothing
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    guard let transfer = try register.landTransfers.find(file.caseID, in: transaction) else {
      throw Refusal(.failedPrecondition, detail: "BPHTB belum ditetapkan / the duty is not assessed")
    }
    var fields = [
      IssuedDocument.Field("nop", transfer.object), IssuedDocument.Field("npop", transfer.base.text),
      IssuedDocument.Field("npoptkp", transfer.threshold.text), IssuedDocument.Field("bphtb", transfer.duty.text),
    ]
    let holder = file.value("nama") ?? ""
    if transfer.duty > .zero {
      let receipt = try office.receipt(of: file, in: transaction)
      fields += try receipt.fields()
      try office.keep(
        file.document("kode-bayar", number: receipt.bill.code.text, holder: holder, nik: file.mainSubject, fields),
        at: file.now, in: transaction)
    }
    try register.landTransfers.validate(file.caseID, on: file.today, in: transaction)
    let year = file.today.year
    let serial = String(try Counter.next("document/sspd-bphtb/\(year)", in: transaction))
    let digits = String(repeating: "0", count: max(0, 6 - serial.utf8.count)) + serial
    return file.document(
      "sspd-bphtb", number: "SSPD/18.02/\(year)/\(digits)", holder: holder, nik: file.mainSubject, fields)
  }
}
