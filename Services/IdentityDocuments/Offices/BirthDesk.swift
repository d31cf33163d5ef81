import AgencyKit
import MallDomain
import MallStore

/// Birth certificates: the child gets its NIK, its place in the family card and its certificate in one act (rules I2,
/// I6, I7 and I8).
struct BirthDesk: CivilDesk {
  private static let notifications = ["surat-keterangan-lahir", "sptjm-lahir"]
  private static let marriageProofs = ["buku-nikah", "akta-perkawinan"]
  private static let marriageStatement = "sptjm-suami-istri"

  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  // MARK: - What the law asks

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let notice = try BirthNotice(file)
    let mother = try office.resident(notice.mother, in: transaction)
    let father = try office.resident(notice.father, in: transaction)
    return [window(notice), notification(file), motherFinding(mother, notice), parentage(file, mother, father, notice)]
      + fatherFindings(father, notice)
      + (try familyCard(notice, in: transaction))
      + (try witnesses(notice, in: transaction))
      + PersonalName(notice.name).findings(field: "nama-anak")
      + (try duplicates(notice, in: transaction))
  }

  private func window(_ notice: BirthNotice) -> Finding {
    let isLate = ReportingWindow.birth.isLate(notice.date, reported: notice.reported)
    switch (isLate, notice.isFiledLate) {
    case (true, false):
      return .blocks(
        "I6", "Lewat 60 hari: ajukan akta kelahiran terlambat.",
        "Past the 60 days: apply for a late birth certificate.", field: "tgl-lahir")
    case (false, true):
      return .warning(
        "I6", "Masih dalam 60 hari: layanan akta kelahiran biasa cukup.",
        "Still within the 60 days: the ordinary service would do.", field: "tgl-lahir")
    case (true, true):
      return .passed("I6", "Terlambat, diputus kepala dinas.", "Late, decided by the head of service.")
    case (false, false): return .passed("I6", "Dilaporkan dalam 60 hari.", "Reported within 60 days.")
    }
  }

  private func notification(_ file: CaseFile) -> Finding {
    file.holdsAny(Self.notifications)
      ? .passed("I7", "Kelahiran dibuktikan.", "The birth is proven.")
      : .blocks(
        "I7", "Surat keterangan lahir atau SPTJM kelahiran belum ada.",
        "A birth notification or a statement of birth (SPTJM) is missing.", field: "surat-keterangan-lahir")
  }

  private func motherFinding(_ mother: Resident?, _ notice: BirthNotice) -> Finding {
    guard let mother else {
      return .blocks(
        "I7", "NIK ibu tidak ada dalam register.", "The mother's NIK is not in the register.", field: "nik-ibu")
    }
    guard mother.sex == .female, mother.birthDate < notice.date else {
      return .blocks(
        "I7", "NIK ibu bukan milik seorang ibu yang mungkin.", "The mother's NIK can't be that of the mother.",
        field: "nik-ibu")
    }
    if let died = mother.diedOn, died < notice.date {
      return .blocks("I9", "Ibu tercatat meninggal sebelum kelahiran.", "The mother died before the birth.")
    }
    return .passed("I7", "Ibu ada dalam register.", "The mother is in the register.", field: "nik-ibu")
  }

  private func fatherFindings(_ father: Resident?, _ notice: BirthNotice) -> [Finding] {
    guard notice.father != nil else { return [] }
    guard let father else {
      return [
        .blocks(
          "I7", "NIK ayah tidak ada dalam register.", "The father's NIK is not in the register.", field: "nik-ayah")
      ]
    }
    guard father.sex == .male, notice.father != notice.mother else {
      return [
        .blocks("I7", "NIK ayah bukan milik seorang ayah.", "The father's NIK can't be that of the father.")
      ]
    }
    guard let died = father.diedOn, died < notice.date else { return [] }
    return [
      .warning(
        "I7", "Ayah meninggal sebelum kelahiran; periksa tanggalnya.",
        "The father died before the birth; check the dates.", field: "nik-ayah")
    ]
  }

  private func parentage(_ file: CaseFile, _ mother: Resident?, _ father: Resident?, _ notice: BirthNotice) -> Finding {
    let parentage = Self.parentage(file, mother, father)
    let entry = parentage.entry
    let indonesian = "Akta berbunyi: \(entry.indonesian)."
    let english = "The certificate says: \(entry.text(.english))."
    return parentage == .fatherAndMother || notice.father == nil
      ? .passed("I7", indonesian, english) : .warning("I7", indonesian, english, field: "nik-ayah")
  }

  /// What the certificate will say of the parents.
  static func parentage(_ file: CaseFile, _ mother: Resident?, _ father: Resident?) -> Parentage {
    guard let mother, let father else { return Parentage(Parentage.Grounds(namesFather: false)) }
    let areSpouses = mother.maritalStatus == .married && mother.spouse == father.nik
    return Parentage(
      Parentage.Grounds(
        isRecorded: areSpouses || file.holdsAny(marriageProofs),
        isMarriedInFamilyCard: mother.isMarried && father.isMarried, hasStatement: file.holds(marriageStatement)))
  }

  private func familyCard(_ notice: BirthNotice, in transaction: Transaction) throws -> [Finding] {
    guard try register.familyCards.find(notice.card, in: transaction) != nil else {
      return [.blocks("I3", "Nomor KK tidak aktif.", "The family card is not active.", field: "nkk")]
    }
    let members = try register.familyCards.members(of: notice.card, in: transaction).map(\.nik)
    guard members.contains(notice.mother) || notice.father.map(members.contains) == true else {
      return [
        .blocks(
          "I3", "Ibu dan ayah tidak berada dalam KK ini.", "Neither parent is in this family card.", field: "nkk")
      ]
    }
    return [.passed("I3", "Anak masuk ke KK orang tua.", "The child joins the parents' family card.")]
  }

  private func witnesses(_ notice: BirthNotice, in transaction: Transaction) throws -> [Finding] {
    try register.witnesses(notice.witnesses, reporter: notice.reporter, in: transaction).findings(on: notice.reported)
  }

  private func duplicates(_ notice: BirthNotice, in transaction: Transaction) throws -> [Finding] {
    let births = register.births
    if try births.isKnown(name: notice.name, born: notice.date, mother: notice.mother, in: transaction) {
      return [
        .blocks(
          "I2", "Kelahiran anak ini sudah terdaftar.", "This child's birth is registered already.", field: "nama-anak")
      ]
    }
    let check = DuplicateCheck(register: register)
    let siblings = try check.siblings(
      of: notice.mother, born: notice.date, field: "tgl-lahir", in: transaction)
    guard try births.children(born: notice.date, mother: notice.mother, in: transaction) > 0 else {
      let child = PersonLikeness(
        name: notice.name, sex: notice.sex, born: notice.date,
        motherName: try office.resident(notice.mother, in: transaction)?.name)
      return siblings + (try check.findings(about: child, field: "nama-anak", in: transaction))
    }
    return siblings + [
      notice.isSingleBirth
        ? .blocks(
          "I7", "Ibu sudah mendaftarkan kelahiran pada tanggal ini sebagai kelahiran tunggal atau kembar lain.",
          "A birth of this mother on this date is registered; this one is said to be single.", field: "jenis-kelahiran")
        : .warning(
          "I7", "Saudara kembar sudah terdaftar; pastikan satu peristiwa kelahiran.",
          "A twin is registered already; make sure that it is the same delivery.", field: "jenis-kelahiran")
    ]
  }

  // MARK: - What the registration changes

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let notice = try BirthNotice(file)
    guard let mother = try office.resident(notice.mother, in: transaction),
      let card = try register.familyCards.find(notice.card, in: transaction)
    else { throw Refusal(.failedPrecondition, detail: "mother and family card in the register") }
    let father = try office.resident(notice.father, in: transaction)
    let parentage = Self.parentage(file, mother, father)
    let nik = try register.numbers.nextNIK(
      area: card.subdistrict, born: notice.date, sex: notice.sex, in: transaction)
    let child = newborn(nik, notice, mother: mother, father: parentage.namesFather ? father : nil)
    try register.enter(child, file.act(.birth).effective(notice.date), in: transaction)
    let relation = try relation(to: card, of: notice, in: transaction)
    try register.join(nik, card.number, as: relation, file.act(.birth), in: transaction)

    let isLate = ReportingWindow.birth.isLate(notice.date, reported: notice.reported)
    let number = try CertificateNumber.next(isLate ? .lateBirth : .birth, on: file.today, in: transaction)
    let record = BirthRecord(
      child: nik, mother: mother.nik, father: child.father, parentage: parentage, plurality: notice.plurality,
      time: notice.time, placeKind: notice.placeKind, birthOrder: notice.order, reporter: notice.reporter,
      witnesses: notice.witnesses)
    try register.registerBirth(
      record, name: notice.name, born: notice.date, number: number, on: file.today, file.act(.birth),
      in: transaction)
    return certificate(file, number, child, notice, parentage, card)
  }

  private func newborn(_ nik: NIK, _ notice: BirthNotice, mother: Resident, father: Resident?) -> Resident {
    Resident(
      nik: nik, name: notice.name, sex: notice.sex, birthPlace: notice.birthPlace, birthDate: notice.date,
      bloodGroup: .unknown, religion: father?.religion ?? mother.religion, maritalStatus: .neverMarried,
      education: .none, occupation: "Belum/Tidak Bekerja", fatherName: father?.name ?? "-", motherName: mother.name,
      father: father?.nik, mother: mother.nik)
  }

  /// Children of the head are children, those of a child of the head are grandchildren.
  private func relation(
    to card: FamilyCard, of notice: BirthNotice, in transaction: Transaction
  ) throws -> FamilyRelation {
    let parents = try register.familyCards.members(of: card.number, in: transaction)
      .filter { $0.nik == notice.mother || $0.nik == notice.father }.map(\.relation)
    if parents.contains(where: { [.head, .wife, .husband].contains($0) }) { return .child }
    if parents.contains(where: { $0 == .child || $0 == .childInLaw }) { return .grandchild }
    return .otherRelative
  }

  private func certificate(
    _ file: CaseFile, _ number: String, _ child: Resident, _ notice: BirthNotice, _ parentage: Parentage,
    _ card: FamilyCard
  ) -> IssuedDocument {
    var fields = [
      IssuedDocument.Field("nomor-akta", number), IssuedDocument.Field("nik", child.nik.text),
      IssuedDocument.Field("nama-anak", child.name), IssuedDocument.Field("jk", notice.sex == .male ? "L" : "P"),
      IssuedDocument.Field("tempat-lahir", child.birthPlace),
      IssuedDocument.Field("tgl-lahir", child.birthDate.description),
      IssuedDocument.Field("asal-usul", parentage.entry.indonesian),
      IssuedDocument.Field("nama-ibu", child.motherName), IssuedDocument.Field("nkk", card.number.text),
    ]
    if parentage.namesFather { fields.append(IssuedDocument.Field("nama-ayah", child.fatherName)) }
    if let order = notice.order { fields.append(IssuedDocument.Field("anak-ke", String(order))) }
    return file.certificate("akta-kelahiran", number: number, holder: child.name, nik: child.nik, fields)
  }
}

extension PopulationRegister {
  /// Two witnesses with the dates of birth that the register knows.
  func witnesses(_ niks: [NIK], reporter: NIK?, in transaction: Transaction) throws -> WitnessPair {
    let known = try niks.map {
      WitnessPair.Witness(nik: $0, birthDate: try residents.find($0, in: transaction)?.birthDate)
    }
    return WitnessPair(first: known.first, second: known.dropFirst().first, reporter: reporter)
  }
}
