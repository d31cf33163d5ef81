import AgencyKit
import MallDomain
import MallStore

/// Whether the object that a file names is in the register, and whose it is.
struct ObjectCheck {
  /// What another owner than the applicant means.
  enum Ownership {
    /// Only the owner may ask.
    case required
    /// The officer sees it: an heir may ask in place of the dead.
    case remarked
    /// Anybody may ask, as for a payment.
    case free
  }

  static let field = "nop"

  let register: TaxRegister
  let file: CaseFile
  let ownership: Ownership

  func findings(in transaction: Transaction) throws -> [Finding] {
    guard let number = file.value(Self.field) else { return [] }
    guard let object = try register.properties.find(number, in: transaction) else {
      return [
        .blocks("T1", "NOP tidak ada dalam register.", "The object is not in the register.", field: Self.field)
      ]
    }
    if object.owner.nik == file.mainSubject || ownership == .free {
      return [.passed("T1", "Objek terdaftar.", "The object is registered.", field: Self.field)]
    }
    let indonesian = "Pemohon bukan wajib pajak objek ini."
    let english = "The applicant is not the taxpayer of this object."
    return [
      ownership == .required
        ? .blocks("T1", indonesian, english, field: Self.field)
        : .warning("T1", indonesian, english, field: Self.field)
    ]
  }
}
