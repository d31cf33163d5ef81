import AgencyKit
import MallDomain
import MallStore

/// Marriages of people who aren't Muslims, and their divorces (rules I6, N1, N5 and N7).
///
/// Before a marriage is recorded both are looked up in both registers, this one and the KUA's: an undissolved marriage
/// in either blocks.
struct CivilMarriageDesk: CivilDesk {
  private static let marriage = "disdukcapil.akta-perkawinan"
  private static let couple = ["nik-suami", "nik-istri"]
  private static let courtRuling = "putusan-pn"
  private static let parentsConsent = "izin-orang-tua"
  static let religiousRegister = try? AgencyID("kemenag")

  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  private func isMarriage(_ file: CaseFile) -> Bool { file.service.code.text == Self.marriage }

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    guard isMarriage(file), let agency = Self.religiousRegister else { return [] }
    return Self.couple.compactMap { file.nik($0) }.map { nik in
      AgencyQuestion(
        agency: agency,
        question: ExchangeQuestion(
          fact: Fact.isUnmarried.rawValue, subject: nik, purpose: Fact.Purpose.applicationCheck.rawValue))
    }
  }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    isMarriage(file) ? try marriageFindings(file, in: transaction) : try divorceFindings(file, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    isMarriage(file) ? try recordMarriage(file, in: transaction) : try recordDivorce(file, in: transaction)
  }

  // MARK: - Marriage

  private func marriageFindings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let married = try file.required("tgl-pemberkatan") { LocalDate($0) }
    let people = try Self.couple.map { (field: $0, person: try office.resident(file.nik($0), in: transaction)) }
    var findings = [ReportingWindow.marriage.noting(married, reported: file.filedOn, field: "tgl-pemberkatan")]
    for (field, person) in people {
      guard let person else { continue }
      findings += age(person, married, file, field)
      findings.append(unmarriedHere(person, field))
      findings.append(unmarriedAtTheKUA(person.nik, file, field))
    }
    findings += beliefs(people.compactMap(\.person), file)
    let witnesses = ["nik-saksi-1", "nik-saksi-2"].compactMap { file.nik($0) }
    return findings
      + (try register.witnesses(witnesses, reporter: nil, in: transaction).findings(on: file.filedOn))
  }

  private func age(_ person: Resident, _ married: LocalDate, _ file: CaseFile, _ field: String) -> [Finding] {
    let needed = CivilMarriageRule.needed(born: person.birthDate, married: married)
    var findings: [Finding] = []
    if needed.contains(.courtDispensation), !file.holds(Self.courtRuling) {
      findings.append(
        .blocks(
          "N1", "Di bawah 19 tahun: dispensasi pengadilan diperlukan.",
          "Under 19: a court's dispensation is needed.", field: field))
    }
    if needed.contains(.parentsConsent), !file.holds(Self.parentsConsent) {
      findings.append(
        .blocks(
          "N1", "Di bawah 21 tahun: izin orang tua diperlukan.", "Under 21: the parents' consent is needed.",
          field: field))
    }
    return findings.isEmpty ? [.passed("N1", "Umur memenuhi.", "Of age.", field: field)] : findings
  }

  private func unmarriedHere(_ person: Resident, _ field: String) -> Finding {
    person.isMarried
      ? .blocks(
        "N5", "Tercatat kawin dalam register penduduk.", "Recorded as married in the population register.",
        field: field)
      : .passed("N5", "Tidak terikat perkawinan di sini.", "Not married by this register.", field: field)
  }

  private func unmarriedAtTheKUA(_ nik: NIK, _ file: CaseFile, _ field: String) -> Finding {
    let answer = file.answers.first {
      $0.key.question.subject == nik && $0.key.question.fact == Fact.isUnmarried.rawValue
    }
    return switch answer?.value.verdict {
    case .yes: .passed("N5", "Tidak terikat perkawinan di KUA.", "Not married by the KUA's register.", field: field)
    case .no:
      .blocks("N5", "Tercatat kawin di KUA.", "Recorded as married at the KUA.", field: field)
    case .unknown, nil:
      .blocks(
        "N5", "Register KUA belum menjawab; coba lagi.", "The KUA's register has not answered; try again.",
        field: field)
    }
  }

  private func beliefs(_ people: [Resident], _ file: CaseFile) -> [Finding] {
    guard people.count == 2 else { return [] }
    var findings: [Finding] = []
    if people[0].sex != .male || people[1].sex != .female {
      findings.append(.blocks("N7", "Suami dan istri tertukar.", "Husband and wife are not as registered."))
    }
    if file.value("agama") == Religion.islam.rawValue || people.contains(where: { $0.religion == .islam }) {
      findings.append(
        .blocks(
          "N5", "Perkawinan orang Islam dicatat di KUA.", "A Muslim's marriage is recorded at the KUA.",
          field: "agama"))
    } else if people[0].religion != people[1].religion, !file.holds(Self.courtRuling) {
      findings.append(
        .blocks(
          "N7", "Beda agama: dicatat hanya atas penetapan pengadilan.",
          "Of different religions: recorded only by a court's ruling.", field: "agama"))
    }
    return findings
  }

  private func recordMarriage(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let married = try file.required("tgl-pemberkatan") { LocalDate($0) }
    let (husbandNIK, wifeNIK) = (try file.requiredNIK("nik-suami"), try file.requiredNIK("nik-istri"))
    guard let husband = try register.residents.find(husbandNIK, in: transaction),
      let wife = try register.residents.find(wifeNIK, in: transaction)
    else { throw Refusal(.notFound, detail: "the couple in the register") }
    let number = try CertificateNumber.next(.marriage, on: file.today, in: transaction)
    let religion = file.value("agama").flatMap { Religion(rawValue: $0) } ?? husband.religion
    let act = file.act(.marriage)
    try register.recordMarriage(
      CivilMarriage(husband: husbandNIK, wife: wifeNIK, date: married, religion: religion), number: number,
      on: file.today, act, in: transaction)
    for (nik, spouse) in [(husbandNIK, wifeNIK), (wifeNIK, husbandNIK)] {
      try register.change(nik, act.effective(married), in: transaction) { person in
        person.maritalStatus = .married
        person.spouse = spouse
      }
    }
    return file.certificate(
      "akta-perkawinan", number: number, holder: husband.name, nik: husbandNIK,
      [
        IssuedDocument.Field("nomor-akta", number), IssuedDocument.Field("nama-suami", husband.name),
        IssuedDocument.Field("nama-istri", wife.name), IssuedDocument.Field("nik-suami", husbandNIK.text),
        IssuedDocument.Field("nik-istri", wifeNIK.text),
        IssuedDocument.Field("tgl-pemberkatan", married.description),
        IssuedDocument.Field("agama", religion.rawValue),
      ])
  }

  // MARK: - Divorce

  private func divorceFindings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let final = try file.required("tgl-putusan") { LocalDate($0) }
    let marriage = try register.marriages.undissolved(
      try file.requiredNIK("nik-pemohon"), try file.requiredNIK("nik-pasangan"), in: transaction)
    return [
      ReportingWindow.divorce.noting(final, reported: file.filedOn, field: "tgl-putusan"),
      marriage == nil
        ? .blocks(
          "N5", "Tidak ada perkawinan tercatat di antara keduanya.",
          "No marriage of the two is recorded here.", field: "nomor-akta-kawin")
        : marriage == file.value("nomor-akta-kawin")
          ? .passed("N5", "Perkawinan tercatat.", "The marriage is recorded.", field: "nomor-akta-kawin")
          : .warning(
            "N5", "Nomor akta perkawinan pada formulir berbeda dari register.",
            "The marriage certificate's number is another in the register.", field: "nomor-akta-kawin"),
    ]
  }

  private func recordDivorce(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let final = try file.required("tgl-putusan") { LocalDate($0) }
    let (applicant, spouse) = (try file.requiredNIK("nik-pemohon"), try file.requiredNIK("nik-pasangan"))
    guard let marriage = try register.marriages.undissolved(applicant, spouse, in: transaction) else {
      throw Refusal(.notFound, detail: "the marriage")
    }
    let number = try CertificateNumber.next(.divorce, on: file.today, in: transaction)
    let act = file.act(.divorce)
    try register.endMarriage(marriage, on: final, divorce: number, act, in: transaction)
    for nik in [applicant, spouse] {
      try register.change(nik, act.effective(final), in: transaction) { person in
        person.maritalStatus = .divorced
        person.spouse = nil
      }
    }
    let name = try register.residents.find(applicant, in: transaction)?.name ?? ""
    return file.certificate(
      "akta-perceraian", number: number, holder: name, nik: applicant,
      [
        IssuedDocument.Field("nomor-akta", number), IssuedDocument.Field("nomor-akta-kawin", marriage),
        IssuedDocument.Field("nik-pemohon", applicant.text), IssuedDocument.Field("nik-pasangan", spouse.text),
        IssuedDocument.Field("nomor-putusan", file.value("nomor-putusan") ?? ""),
        IssuedDocument.Field("tgl-putusan", final.description),
      ])
  }
}
