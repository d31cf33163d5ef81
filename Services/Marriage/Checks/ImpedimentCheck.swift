import AgencyKit
import MallDomain
import MallStore

/// Marriages and intentions that stand in the way, in both registers; relations; and the bride's waiting period (rule
/// N5).
struct ImpedimentCheck {
  let register: MarriageRegister
  let areas: AreaTable
  let file: CaseFile
  let form: MarriageForm
  let population: PopulationQuestions

  func findings(in transaction: Transaction) throws -> [Finding] {
    var findings = [related, stated]
    for (nik, field) in [(form.groom, "nik-pria"), (form.bride, "nik-wanita")] {
      let isGroom = nik == form.groom
      let marriages = try register.marriages(of: nik, in: transaction)
      findings.append(own(marriages, isGroom: isGroom, field))
      findings.append(elsewhere(nik, isGroom: isGroom, field))
      if let other = try register.intentions.office(ofAnotherBy: nik, besides: file.caseID, in: transaction) {
        findings.append(announced(at: other, field))
      }
      findings += isGroom ? formerWife(marriages) : waiting(marriages)
    }
    return findings
  }

  // MARK: - Relations

  private var related: Finding {
    switch population.answer(.areRelated, of: form.bride, ["other": form.groom.text])?.verdict {
    case .yes:
      .blocks(
        "N5", "Hubungan nasab yang dilarang menurut register penduduk (KHI 39).",
        "Related by blood in a forbidden degree, by the population register (KHI 39).", field: "nik-wanita")
    case .no:
      .passed("N5", "Tidak ada hubungan nasab yang tercatat.", "No blood relation is registered.", field: "nik-wanita")
    case .unknown, nil:
      .warning(
        "N5", "Register tidak memastikan nasab; periksa dari dokumen dan keluarga.",
        "The register can't tell blood relations; examine documents and families.", field: "nik-wanita")
    }
  }

  /// Affinity and nursing no register knows: the couple says, and the officer asks both families.
  private var stated: Finding {
    form.impediment == .none
      ? .passed(
        "N5", "Dinyatakan tidak ada hubungan nasab, semenda atau susuan.",
        "No relation by blood, marriage or nursing is stated.", field: "hubungan-keluarga")
      : .blocks(
        "N5", "Hubungan yang melarang perkawinan: \(form.impediment.rawValue) (\(form.impediment.article)).",
        "A relation that forbids the marriage: \(form.impediment.rawValue) (\(form.impediment.article)).",
        field: "hubungan-keluarga")
  }

  // MARK: - Marriages

  /// A man may have several wives by a court's permission alone.
  private var hasPermission: Bool {
    form.groomHasWife && file.holds("izin-poligami")
  }

  private func own(_ marriages: [MarriageStanding], isGroom: Bool, _ field: String) -> Finding {
    let undissolved = marriages.count { $0.isUndissolved }
    guard isGroom else {
      return undissolved == 0 ? free(field) : married(field)
    }
    switch Polygamy.verdict(wives: undissolved, hasPermission: hasPermission) {
    case .free: return free(field)
    case .permitted:
      return .warning(
        "N5", "Beristri, dengan izin poligami pengadilan.", "Has a wife, and a court's permission.", field: field)
    case .permissionMissing: return married(field)
    case .tooMany:
      return .blocks("N5", "Sudah beristri empat.", "Has four wives.", field: field)
    }
  }

  private func free(_ field: String) -> Finding {
    .passed("N5", "Tidak terikat perkawinan di KUA.", "Not married by the KUA's register.", field: field)
  }

  private func married(_ field: String) -> Finding {
    .blocks(
      "N5", "Masih terikat perkawinan menurut register KUA.", "Still married by the KUA's register.", field: field)
  }

  private func elsewhere(_ nik: NIK, isGroom: Bool, _ field: String) -> Finding {
    switch population.answer(.isUnmarried, of: nik)?.verdict {
    case .yes:
      .passed("N5", "Tidak terikat perkawinan di Disdukcapil.", "Not married by Disdukcapil's register.", field: field)
    case .no where isGroom && hasPermission:
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
      .blocks("N5", PopulationQuestions.away.indonesian, PopulationQuestions.away.english, field: field)
    }
  }

  private func announced(at office: String, _ field: String) -> Finding {
    let name = (try? AreaCode(office)).flatMap { KUAOffice(code: $0, areas: areas)?.name } ?? office
    return .blocks(
      "N5", "Sudah ada pendaftaran nikah lain yang masih berjalan di \(name).",
      "Another registration to marry is under way at \(name).", field: field)
  }

  // MARK: - Waiting periods

  /// A man whose former wife still waits may take her back: he marries another only with care (circular of 2021).
  private func formerWife(_ marriages: [MarriageStanding]) -> [Finding] {
    let waits = marriages.contains { marriage in
      guard let ended = marriage.endedOn, marriage.ending == .divorce, marriage.divorce?.isRevocable != false else {
        return false
      }
      return ended.days(until: form.contract) < WaitingPeriod.afterDivorce
    }
    guard waits else { return [] }
    return [
      .warning(
        "N5", "Bekas istri masih dalam masa iddah: pastikan tidak terjadi poligami terselubung.",
        "The former wife's waiting period runs: make sure that this is no hidden polygamy.", field: "nik-pria")
    ]
  }

  private func waiting(_ marriages: [MarriageStanding]) -> [Finding] {
    var endings = marriages.compactMap { marriage in
      marriage.endedOn.flatMap { date in marriage.ending.map { (date: date, how: $0) } }
    }
    // What only she knows: a marriage that other registers hold.
    if let how = form.bridesEnding, let date = form.bridesEndingDate { endings.append((date, how)) }
    let standings = endings.map {
      WaitingPeriod.standing(ended: $0.date, by: $0.how, condition: form.bridesCondition, on: form.contract)
    }
    if standings.contains(.untilDelivery) {
      return [
        .blocks(
          "N5", "Masa iddah sampai melahirkan.", "The waiting period lasts until the delivery.",
          field: "keadaan-iddah")
      ]
    }
    for case .running(let last) in standings {
      return [
        .blocks(
          "N5", "Akad masih dalam masa iddah calon istri, sampai \(last).",
          "The contract falls into the bride's waiting period, through \(last).", field: "tgl-akad")
      ]
    }
    guard form.bridesEnding != nil else { return [] }
    guard standings.isEmpty else {
      return [.passed("N5", "Masa iddah sudah lewat.", "The waiting period is over.", field: "status-wanita")]
    }
    return [
      .warning(
        "N5", "Janda: hitung masa iddah dari akta cerai atau akta kematian.",
        "Was married: count the waiting period from the divorce or death certificate.", field: "status-wanita")
    ]
  }
}
