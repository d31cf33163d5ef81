import AgencyKit
import MallDomain
import MallStore

/// Regional taxpayer numbers (NPWPD): registration, change and removal.
struct TaxpayerDesk: TaxDesk {
  private enum Request: String {
    case register = "daftar"
    case change = "ubah"
    case remove = "cabut"
  }

  private static let requestField = "permohonan"
  private static let taxField = "jenis-pajak"
  private static let documentType = "npwpd"
  private static let removalType = "pencabutan-npwpd"

  let office: TaxOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let isOpen = try open(file, in: transaction) != nil
    switch file.value(Self.requestField).flatMap(Request.init) {
    case .register:
      return [
        isOpen
          ? .blocks(
            "NPWPD", "Sudah terdaftar untuk pajak ini; ajukan perubahan.",
            "Registered for this tax already; ask for a change.", field: Self.requestField)
          : .passed("NPWPD", "Belum terdaftar.", "Not registered yet.", field: Self.requestField)
      ]
    case .change, .remove:
      return [
        isOpen
          ? .passed("NPWPD", "Terdaftar.", "Registered.", field: Self.requestField)
          : .blocks(
            "NPWPD", "Tidak ada pendaftaran yang aktif untuk pajak ini.",
            "There is no active registration for this tax.", field: Self.requestField)
      ]
    case nil: return []
    }
  }

  private func open(_ file: CaseFile, in transaction: Transaction) throws -> Taxpayer? {
    guard let owner = file.mainSubject, let tax = file.value(Self.taxField) else { return nil }
    return try office.register.taxpayers.open(owner, tax: tax, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let request = try file.required(Self.requestField, file.value(Self.requestField).flatMap(Request.init))
    let owner = TaxSubject(
      nik: try file.required("nik", file.mainSubject), name: file.value("nama-usaha") ?? "",
      address: file.value("alamat-usaha") ?? "")
    let taxpayer = try decided(request, owner, file, in: transaction)
    return file.document(
      // What is handed out at the end is no registration.
      request == .remove ? Self.removalType : Self.documentType, number: taxpayer.number,
      holder: file.value("nama") ?? "", nik: owner.nik,
      [
        IssuedDocument.Field("npwpd", taxpayer.number), IssuedDocument.Field("nama-usaha", owner.name),
        IssuedDocument.Field("alamat-usaha", owner.address), IssuedDocument.Field("jenis-pajak", taxpayer.tax),
        IssuedDocument.Field("terdaftar", taxpayer.registeredOn.text(.indonesian)),
        IssuedDocument.Field("status", request == .remove ? "dicabut" : "aktif"),
      ])
  }

  private func decided(
    _ request: Request, _ owner: TaxSubject, _ file: CaseFile, in transaction: Transaction
  ) throws -> Taxpayer {
    let taxpayers = office.register.taxpayers
    let known = try open(file, in: transaction)
    switch (request, known) {
    case (.register, nil):
      let village = try file.required("kampung", file.value("kampung").flatMap { try? AreaCode($0) })
      let tax = try file.required(Self.taxField, file.value(Self.taxField))
      return try taxpayers.register(owner, tax: tax, village: village, on: file.today, in: transaction)
    case (.change, let known?):
      try taxpayers.update(known, owner: owner, in: transaction)
      return known
    case (.remove, let known?):
      try taxpayers.close(known, on: file.today, in: transaction)
      let held = try office.tools.documents.find(type: Self.documentType, number: known.number, in: transaction)
      if held?.state == .active {
        try office.tools.documents.setState(
          type: Self.documentType, number: known.number, .revoked, at: file.now, in: transaction)
      }
      return known
    default:
      throw Refusal(.failedPrecondition, detail: "pendaftaran NPWPD / the registration")
    }
  }
}
