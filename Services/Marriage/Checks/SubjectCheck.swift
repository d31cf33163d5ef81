import AgencyKit
import MallDomain

/// Whether those live whom a service other than a marriage concerns.
struct SubjectCheck {
  /// The service about somebody who may have died: the applicants are the heirs.
  private static let transfer = "haji-pelimpahan"

  let file: CaseFile

  var findings: [Finding] {
    file.service.subjects.compactMap { subject in
      file.nik(subject.field).map { alive($0, subject.field) }
    }
  }

  private func alive(_ nik: NIK, _ field: String) -> Finding {
    let isAboutDeath =
      file.service.code.slug == Self.transfer && file.value("jenis") == "pelimpahan-wafat" && field == "nik"
    return switch PopulationQuestions(file: file).answer(.isAlive, of: nik)?.verdict {
    case .yes where isAboutDeath:
      .blocks("I9", "Pemegang porsi tercatat hidup.", "The holder is registered as alive.", field: field)
    case .yes: .passed("I9", "Tercatat hidup.", "Registered as alive.", field: field)
    case .no where isAboutDeath: .passed("I9", "Tercatat meninggal.", "Registered as dead.", field: field)
    case .no: .blocks("I9", "Tercatat meninggal.", "Registered as dead.", field: field)
    case .unknown:
      .warning("I1", "NIK tidak ada dalam register kabupaten.", "Not in the district's register.", field: field)
    case nil: .warning("I9", PopulationQuestions.away.indonesian, PopulationQuestions.away.english, field: field)
    }
  }
}
