import AgencyKit
import MallDomain

/// The guardian and the two witnesses as the form names them (rule N4). That they are baligh, sane and just, the
/// officer attests.
struct GuardianCheck {
  let file: CaseFile
  let form: MarriageForm
  let population: PopulationQuestions

  var findings: [Finding] {
    [order] + guardian + witnesses
  }

  private var order: Finding {
    let verdict = Guardianship(relation: form.guardianRelation, reason: form.officeGuardianReason).verdict
    let field = "hubungan-wali"
    return switch verdict {
    case .accepted: .passed("N4", "Wali berhak.", "The guardian is entitled.", field: field)
    case .nearerToBeExamined:
      .warning(
        "N4",
        "Wali urutan ke-\(form.guardianRelation.rank): pastikan wali yang lebih dekat tidak ada atau berhalangan.",
        "Guardian of rank \(form.guardianRelation.rank): make sure that no nearer one is there and fit.", field: field)
    case .nearerIsFit:
      .blocks("N4", "Masih ada wali yang lebih dekat.", "A nearer guardian is there and fit.", field: field)
    case .reasonMissing:
      .blocks(
        "N4", "Wali hakim memerlukan alasan.", "A guardian by office needs a reason.", field: "alasan-wali-hakim")
    case .reasonWithoutOffice:
      .blocks(
        "N4", "Alasan wali hakim diisi untuk wali nasab.", "A reason for a guardian by office, who isn't one.",
        field: "alasan-wali-hakim")
    case .rulingMissing:
      .warning(
        "N4", "Wali adhal: hanya dengan penetapan pengadilan; periksa salinannya.",
        "The guardian refuses: only by a court's ruling; check its copy.", field: "alasan-wali-hakim")
    }
  }

  private var guardian: [Finding] {
    guard let nik = form.guardian, form.guardianRelation != .byOffice else { return [] }
    var findings: [Finding] = []
    if nik == form.groom {
      findings.append(
        .blocks("N4", "Wali tidak boleh calon suami sendiri.", "The guardian can't be the groom.", field: "nik-wali"))
    }
    if nik.sex == .female {
      // The sex in a NIK may differ from the registered one.
      findings.append(
        .warning("N4", "Menurut NIK wali perempuan; periksa.", "A woman by the NIK; check.", field: "nik-wali"))
    }
    switch population.answer(.isAlive, of: nik)?.verdict {
    case .no:
      findings.append(
        .blocks("N4", "Wali tercatat meninggal.", "The guardian is registered as dead.", field: "nik-wali"))
    case .unknown, nil:
      findings.append(
        .warning(
          "N4", "Register belum memastikan wali masih hidup.", "The register has not said that the guardian lives.",
          field: "nik-wali"))
    case .yes: break
    }
    return findings
  }

  private var witnesses: [Finding] {
    guard form.witnesses.count == 2, form.witnesses[0] != form.witnesses[1] else {
      return [.blocks("N4", "Dua saksi yang berbeda diperlukan.", "Two witnesses are needed.", field: "nik-saksi-2")]
    }
    let parties = [form.groom, form.bride, form.guardian].compactMap { $0 }
    if form.witnesses.contains(where: parties.contains) {
      return [
        .blocks(
          "N4", "Saksi tidak boleh pengantin atau wali.", "A witness is neither of the couple nor the guardian.",
          field: "nik-saksi-1")
      ]
    }
    guard form.witnesses.allSatisfy({ $0.sex == .male }) else {
      return [
        .warning(
          "N4", "Menurut NIK saksi perempuan; periksa.", "A witness is a woman by the NIK; check.", field: "nik-saksi-1"
        )
      ]
    }
    return [.passed("N4", "Dua saksi laki-laki.", "Two men are witnesses.", field: "nik-saksi-1")]
  }
}
