import AgencyKit
import MallDomain
import MallStore

/// Whether those whom a file concerns are in the register and alive (rules I9 and I10).
struct SubjectCheck {
  /// Whom a desk examines itself.
  private static let examinedElsewhere: [String: Set<String>] = [
    "disdukcapil.akta-kelahiran": ["mother", "father", "witness-1", "witness-2"],
    "disdukcapil.akta-kelahiran-terlambat": ["mother", "father", "witness-1", "witness-2"],
    "disdukcapil.akta-kematian": ["deceased", "witness-1", "witness-2"],
    "disdukcapil.akta-perkawinan": ["witness-1", "witness-2"],
  ]
  /// Services for people whom the register may not know.
  private static let openToStrangers: Set<String> = ["disdukcapil.konsolidasi-nik", "disdukcapil.akta-kematian"]

  let register: PopulationRegister
  let file: CaseFile

  func findings(in transaction: Transaction) throws -> [Finding] {
    let code = file.service.code.text
    let skipped = Self.examinedElsewhere[code] ?? []
    var findings: [Finding] = []
    for subject in file.service.subjects where !skipped.contains(subject.role) {
      guard let nik = file.nik(subject.field) else { continue }
      let resident = try register.residents.find(nik, in: transaction)
      findings.append(finding(resident, subject.field, mayBeUnknown: Self.openToStrangers.contains(code)))
    }
    return findings + (try domicile(in: transaction))
  }

  private func finding(_ resident: Resident?, _ field: String, mayBeUnknown: Bool) -> Finding {
    guard let resident else {
      return mayBeUnknown
        ? .warning("I1", "NIK tidak ada dalam register.", "The NIK is not in the register.", field: field)
        : .blocks(
          "I1", "NIK tidak ada dalam register; selesaikan dahulu lewat konsolidasi data NIK.",
          "The NIK is not in the register; have it consolidated first.", field: field)
    }
    guard resident.state != .dead else {
      return .blocks(
        "I9", "NIK nonaktif karena kematian tercatat.", "The NIK is inactive: a death is recorded.", field: field)
    }
    guard resident.state != .merged else {
      return .blocks(
        "I2", "NIK ini digabung ke NIK lain milik orang yang sama; gunakan NIK yang berlaku.",
        "This NIK was merged into another of the same person: use that one.", field: field)
    }
    return .passed("I9", "Tercatat dan hidup.", "Registered and alive.", field: field)
  }

  /// A service for residents is for who is in an active family card of the district.
  private func domicile(in transaction: Transaction) throws -> [Finding] {
    guard file.service.policy.domicileBound, let nik = file.mainSubject else { return [] }
    return try register.familyCards.card(of: nik, in: transaction) == nil
      ? [
        .blocks(
          "I10", "Tidak berada dalam KK aktif kabupaten.", "Not in an active family card of the district.")
      ] : [.passed("I10", "Penduduk kabupaten.", "A resident of the district.")]
  }
}
