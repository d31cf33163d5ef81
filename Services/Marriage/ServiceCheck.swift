import AgencyKit
import MallDomain
import MallStore

/// What the other services of the agency ask of a file: that those whom it concerns live, and what the marriage
/// register says.
struct ServiceCheck {
  private static let aboutMarriageBook: Set<String> = [
    "kemenag.duplikat-buku-nikah", "kemenag.legalisasi-buku-nikah", "kemenag.perubahan-data-nikah",
  ]
  private static let rujuk = "kemenag.rujuk"
  /// The service about somebody who has died: the applicants are the heirs.
  private static let transfer = "kemenag.haji-pelimpahan"

  let register: MarriageRegister
  let file: CaseFile

  func findings(in transaction: Transaction) throws -> [Finding] {
    var findings = file.service.subjects.compactMap { subject in
      file.nik(subject.field).map { alive($0, subject.field) }
    }
    let code = file.service.code.text
    if Self.aboutMarriageBook.contains(code), let nik = file.mainSubject {
      findings.append(try book(of: nik, in: transaction))
    }
    if code == Self.rujuk { findings.append(try returning(in: transaction)) }
    return findings
  }

  private func alive(_ nik: NIK, _ field: String) -> Finding {
    let isAboutDeath = file.service.code.text == Self.transfer && file.value("jenis") == "pelimpahan-wafat"
    return switch PopulationQuestions(file: file).answer(.isAlive, of: nik)?.verdict {
    case .yes: .passed("I9", "Tercatat hidup.", "Registered as alive.", field: field)
    case .no where isAboutDeath && field == "nik":
      .passed("I9", "Tercatat meninggal.", "Registered as dead.", field: field)
    case .no: .blocks("I9", "Tercatat meninggal.", "Registered as dead.", field: field)
    case .unknown:
      .warning("I1", "NIK tidak ada dalam register kabupaten.", "Not in the district's register.", field: field)
    case nil: .warning("I9", PopulationQuestions.away.indonesian, PopulationQuestions.away.english, field: field)
    }
  }

  private func book(of nik: NIK, in transaction: Transaction) throws -> Finding {
    let field = "nomor-akta-nikah"
    let marriages = try register.marriages(of: nik, in: transaction)
    guard !marriages.isEmpty else {
      return .warning(
        "N6", "Tidak ada dalam register ini; cocokkan dengan buku KUA yang mencatat.",
        "Not in this register; compare with the book of the KUA that recorded it.", field: field)
    }
    guard let number = file.value(field), !marriages.contains(where: { $0.number == number }) else {
      return .passed("N6", "Ada dalam register nikah.", "In the marriage register.", field: field)
    }
    return .warning(
      "N6", "Nomor akta pada formulir berbeda dari register.", "The number is another in the register.", field: field)
  }

  /// A marriage is resumed within the waiting period of a revocable divorce only (rule N8).
  private func returning(in transaction: Transaction) throws -> Finding {
    guard let divorced = file.value("tgl-cerai").flatMap({ LocalDate($0) }),
      let resumed = file.value("tgl-rujuk").flatMap({ LocalDate($0) })
    else { throw Refusal(.invalidArgument, detail: "tgl-rujuk") }
    return WaitingPeriod.allowsReturn(divorced: divorced, on: resumed)
      ? .passed("N8", "Dalam masa iddah.", "Within the waiting period.", field: "tgl-rujuk")
      : .blocks(
        "N8", "Di luar masa iddah: diperlukan akad nikah baru.",
        "Outside the waiting period: a new marriage is needed.", field: "tgl-rujuk")
  }
}
