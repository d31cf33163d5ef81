import AgencyKit
import MallDomain

/// Who the two are by the population register: alive, of age, a man and a woman, Muslims (rules N1 and N5).
struct CoupleCheck {
  private struct Party {
    var nik: NIK
    var field: String
    var sex: Sex
  }

  let file: CaseFile
  let form: MarriageForm
  /// Whether the books of the offices hold a recommendation for somebody.
  var isRecommended: (NIK) -> Bool = { _ in false }
  let office: KUAOffice?
  let population: PopulationQuestions

  var findings: [Finding] {
    let groom = Party(nik: form.groom, field: "nik-pria", sex: .male)
    let bride = Party(nik: form.bride, field: "nik-wanita", sex: .female)
    var findings = [groom, bride].flatMap(check)
    if form.groom == form.bride {
      findings.append(.blocks("N5", "Calon pengantin orang yang sama.", "Both are the same person."))
    }
    return findings
  }

  private func check(_ party: Party) -> [Finding] {
    let life = alive(party)
    guard life.severity != .blocks else { return [life] }
    guard let summary = population.answer(.residentSummary, of: party.nik) else {
      return [life, away("N1", party)]
    }
    guard let person = Person(summary) else {
      return [
        life,
        .warning(
          "N1", "Tidak ada dalam register penduduk; umur dan agama diperiksa dari dokumen.",
          "Not in the population register; age and religion are examined on the documents.", field: party.field),
      ]
    }
    return [life] + age(person, party) + sexAndBelief(person, party) + home(person, party)
  }

  private func alive(_ party: Party) -> Finding {
    switch population.answer(.isAlive, of: party.nik)?.verdict {
    case .yes: .passed("N5", "Tercatat hidup.", "Registered as alive.", field: party.field)
    case .no: .blocks("N5", "Tercatat meninggal.", "Registered as dead.", field: party.field)
    // Somebody from elsewhere comes with the word of the KUA at home.
    case .unknown where file.holds("rekomendasi-nikah"):
      .warning(
        "N5", "Penduduk daerah lain dengan rekomendasi KUA asal.", "From elsewhere, recommended by the KUA at home.",
        field: party.field)
    case .unknown:
      .blocks(
        "N5", "NIK tidak ada dalam register; rekomendasi KUA asal diperlukan.",
        "The NIK is not in the register; a recommendation of the home KUA is needed.", field: party.field)
    case nil: away("N5", party)
    }
  }

  private func away(_ rule: String, _ party: Party) -> Finding {
    .blocks(rule, PopulationQuestions.away.indonesian, PopulationQuestions.away.english, field: party.field)
  }

  private func age(_ person: Person, _ party: Party) -> [Finding] {
    let needed = MarriageAge.needed(born: person.birthDate, contract: form.contract)
    var findings: [Finding] = []
    if needed.contains(.courtDispensation), !file.holds("dispensasi-kawin") {
      findings.append(
        .blocks(
          "N1", "Di bawah 19 tahun pada hari akad: dispensasi pengadilan diperlukan.",
          "Under 19 on the day of the contract: a court's dispensation is needed.", field: party.field))
    }
    if needed.contains(.parentsConsent), !file.holds("izin-orang-tua") {
      findings.append(
        .blocks(
          "N1", "Di bawah 21 tahun pada hari akad: izin orang tua diperlukan.",
          "Under 21 on the day of the contract: the parents' consent is needed.", field: party.field))
    }
    return findings.isEmpty ? [.passed("N1", "Umur memenuhi.", "Of age.", field: party.field)] : findings
  }

  /// Who lives in another sub-district comes with the word of the office there.
  private func home(_ person: Person, _ party: Party) -> [Finding] {
    guard let office, HomeOffice.needsRecommendation(home: person.village, office: office.code) else { return [] }
    return file.holds("rekomendasi-nikah") || isRecommended(party.nik)
      ? [
        .passed(
          "N2", "Rekomendasi KUA asal ada.", "The office at home recommends.", field: party.field)
      ]
      : [
        .blocks(
          "N2", "Bertempat tinggal di kecamatan lain: rekomendasi KUA asal diperlukan.",
          "Lives in another sub-district: a recommendation of the office there is needed.", field: party.field)
      ]
  }

  private func sexAndBelief(_ person: Person, _ party: Party) -> [Finding] {
    var findings: [Finding] = []
    if person.sex != party.sex {
      findings.append(
        .blocks("N5", "Jenis kelamin tidak sesuai.", "The sex is not as registered.", field: party.field))
    }
    if person.religion != .islam {
      findings.append(
        .blocks(
          "N5", "Bukan beragama Islam menurut register: dicatat di Disdukcapil.",
          "Not a Muslim by the register: recorded at Disdukcapil.", field: party.field))
    }
    return findings
  }
}
