import AgencyKit
import MallDomain
import MallStore

/// Marriages and intentions that stand in the way, in both registers, and the bride's waiting period (rule N5).
struct ImpedimentCheck {
  /// The most wives that a man may have.
  private static let mostWives = 4

  let register: MarriageRegister
  let file: CaseFile
  let form: MarriageForm
  let population: PopulationQuestions

  func findings(in transaction: Transaction) throws -> [Finding] {
    var findings: [Finding] = []
    for (nik, field) in [(form.groom, "nik-pria"), (form.bride, "nik-wanita")] {
      let isGroom = nik == form.groom
      let marriages = try register.marriages(of: nik, in: transaction)
      findings.append(own(marriages, isGroom: isGroom, field))
      findings.append(elsewhere(nik, isGroom: isGroom, field))
      if try register.hasIntention(of: nik, besides: file.caseID, in: transaction) {
        findings.append(
          .blocks(
            "N5", "Sudah ada pendaftaran nikah lain yang masih berjalan.",
            "Another registration to marry is under way.", field: field))
      }
      if !isGroom { findings += waiting(marriages) }
    }
    return findings
  }

  /// A man may have several wives by a court's permission alone.
  private var mayHaveAnotherWife: Bool {
    form.groomHasWife && file.holds("izin-poligami")
  }

  private func own(_ marriages: [MarriageStanding], isGroom: Bool, _ field: String) -> Finding {
    let undissolved = marriages.count { $0.isUndissolved }
    if undissolved == 0 {
      return .passed("N5", "Tidak terikat perkawinan di KUA.", "Not married by the KUA's register.", field: field)
    }
    guard isGroom, mayHaveAnotherWife, undissolved < Self.mostWives else {
      return .blocks(
        "N5", "Masih terikat perkawinan menurut register KUA.", "Still married by the KUA's register.", field: field)
    }
    return .warning(
      "N5", "Beristri, dengan izin poligami pengadilan.", "Has a wife, and a court's permission.", field: field)
  }

  private func elsewhere(_ nik: NIK, isGroom: Bool, _ field: String) -> Finding {
    switch population.answer(.isUnmarried, of: nik)?.verdict {
    case .yes:
      .passed("N5", "Tidak terikat perkawinan di Disdukcapil.", "Not married by Disdukcapil's register.", field: field)
    case .no where isGroom && mayHaveAnotherWife:
      .warning(
        "N5", "Beristri, dengan izin poligami pengadilan.", "Has a wife, and a court's permission.", field: field)
    case .no:
      .blocks(
        "N5", "Masih terikat perkawinan menurut register Disdukcapil.", "Still married by Disdukcapil's register.",
        field: field)
    case .unknown:
      .warning(
        "N5", "Status tidak diketahui Disdukcapil; periksa surat pengantar.",
        "Disdukcapil does not know the status; check the village letter.", field: field)
    case nil:
      .blocks(
        "N5", PopulationQuestions.away.indonesian, PopulationQuestions.away.english, field: field)
    }
  }

  private func waiting(_ marriages: [MarriageStanding]) -> [Finding] {
    let ended = marriages.compactMap { marriage in
      marriage.endedOn.flatMap { date in marriage.ending.map { (date, $0) } }
    }
    if ended.contains(where: { WaitingPeriod.isRunning(ended: $0.0, by: $0.1, on: form.contract) }) {
      return [
        .blocks(
          "N5", "Akad masih dalam masa iddah calon istri.", "The contract falls into the bride's waiting period.",
          field: "tgl-akad")
      ]
    }
    guard form.brideWasMarried else { return [] }
    guard ended.isEmpty else {
      return [.passed("N5", "Masa iddah sudah lewat.", "The waiting period is over.", field: "status-wanita")]
    }
    return [
      .warning(
        "N5", "Janda: hitung masa iddah dari akta cerai atau akta kematian.",
        "Was married: count the waiting period from the divorce or death certificate.", field: "status-wanita")
    ]
  }
}
