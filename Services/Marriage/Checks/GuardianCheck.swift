import AgencyKit
import MallDomain

/// The guardian and the two witnesses as the form names them (rule N4). That they are baligh, sane and just, the
/// officer attests.
struct GuardianCheck {
  private static let proof = "bukti-wali-hakim"

  let file: CaseFile
  let form: MarriageForm
  let population: PopulationQuestions

  var findings: [Finding] {
    [order] + guardian + witnesses
  }

  private var order: Finding {
    let verdict = Guardianship(
      relation: form.guardianRelation, reason: form.officeGuardianReason, nearer: form.nearerGuardians,
      hasProof: file.holds(Self.proof)
    ).verdict
    let field = "hubungan-wali"
    return switch verdict {
    case .accepted: .passed("N4", "Wali berhak.", "The guardian is entitled.", field: field)
    case .nearerToBeExamined:
      .warning(
        "N4",
        "Wali urutan ke-\(form.guardianRelation.rank): pastikan wali yang lebih dekat tidak ada atau berhalangan.",
        "Guardian of rank \(form.guardianRelation.rank): make sure that no nearer one is there and fit.", field: field)
    case .nearerIsFit:
      .blocks(
        "N4", "Masih ada wali yang lebih dekat, yang tidak mewakilkan.",
        "A nearer guardian is there and fit, and has not delegated.", field: field)
    case .reasonMissing:
      .blocks(
        "N4", "Wali hakim memerlukan alasan.", "A guardian by office needs a reason.", field: "alasan-wali-hakim")
    case .reasonWithoutOffice:
      .blocks(
        "N4", "Alasan wali hakim diisi untuk wali nasab.", "A reason for a guardian by office, who isn't one.",
        field: "alasan-wali-hakim")
    case .proofMissing(let reason):
      .blocks(
        "N4", "Wali hakim karena \(reason.rawValue): \(reason.proof.indonesian) diperlukan.",
        "A guardian by office (\(reason.rawValue)): \(reason.proof.english) is needed.", field: Self.proof)
    }
  }

  private var guardian: [Finding] {
    guard let nik = form.guardian, form.guardianRelation != .byOffice else { return [] }
    return same(nik) + person(nik) + life(nik)
  }

  private func same(_ nik: NIK) -> [Finding] {
    guard nik == form.groom else { return [] }
    return [
      .blocks("N4", "Wali tidak boleh calon suami sendiri.", "The guardian can't be the groom.", field: "nik-wali")
    ]
  }

  /// By the register; by his NIK where that doesn't know him, whose sex may differ from the registered one.
  private func person(_ nik: NIK) -> [Finding] {
    guard let person = Person(population.answer(.residentSummary, of: nik)) else {
      return nik.sex == .male
        ? [] : [.warning("N4", "Menurut NIK wali perempuan; periksa.", "A woman by the NIK; check.", field: "nik-wali")]
    }
    var findings: [Finding] = []
    if person.sex != .male {
      findings.append(.blocks("N4", "Wali harus laki-laki.", "The guardian is to be a man.", field: "nik-wali"))
    }
    if person.religion != .islam {
      findings.append(
        .blocks("N4", "Wali bukan beragama Islam menurut register.", "Not a Muslim by the register.", field: "nik-wali")
      )
    }
    if let name = form.guardianName, NameLikeness.likeness(name, person.name) < NameLikeness.threshold {
      findings.append(
        .warning("N4", "Nama wali berbeda dari register.", "The register has another name.", field: "nama-wali"))
    }
    return findings
  }

  private func life(_ nik: NIK) -> [Finding] {
    switch population.answer(.isAlive, of: nik)?.verdict {
    case .yes: []
    case .no: [.blocks("N4", "Wali tercatat meninggal.", "The guardian is registered as dead.", field: "nik-wali")]
    case .unknown, nil:
      [
        .warning(
          "N4", "Register belum memastikan wali masih hidup.", "The register has not said that the guardian lives.",
          field: "nik-wali")
      ]
    }
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
    return zip(form.witnesses, ["nik-saksi-1", "nik-saksi-2"]).map(witness)
  }

  private func witness(_ nik: NIK, _ field: String) -> Finding {
    if population.answer(.isAlive, of: nik)?.verdict == .no {
      return .blocks("N4", "Saksi tercatat meninggal.", "The witness is registered as dead.", field: field)
    }
    return nik.sex == .male
      ? .passed("N4", "Saksi laki-laki.", "The witness is a man.", field: field)
      : .warning("N4", "Menurut NIK saksi perempuan; periksa.", "A woman by the NIK; check.", field: field)
  }
}
