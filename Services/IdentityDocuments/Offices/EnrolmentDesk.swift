import AgencyKit
import MallDomain
import MallStore

/// People who were never registered get a NIK (PP 40/2019; rule I2). They join a family card in a case of its own.
struct EnrolmentDesk: CivilDesk {
  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let name = try file.required("nama") { $0 }
    let born = try file.required("tgl-lahir") { LocalDate($0) }
    let names = PersonalName(name).findings(field: "nama")
    guard try register.residents.namesakes(name: name, born: born, in: transaction) == 0 else {
      return names + [
        .blocks(
          "I2", "Seseorang dengan nama dan tanggal lahir ini sudah terdaftar: satu orang satu NIK.",
          "Somebody of this name and date of birth is registered: one person has one NIK.", field: "nama")
      ]
    }
    let person = PersonLikeness(
      name: name, sex: file.value("jk") == "L" ? .male : .female, born: born,
      motherName: try office.resident(file.nik("nik-ibu"), in: transaction)?.name)
    return names + (try DuplicateCheck(register: register).findings(about: person, field: "nama", in: transaction))
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let village: AreaCode = try file.required("kampung") { try? AreaCode($0) }
    let born = try file.required("tgl-lahir") { LocalDate($0) }
    let sex: Sex = try file.required("jk") { $0 == "L" ? .male : $0 == "P" ? .female : nil }
    let nik = try register.numbers.nextNIK(area: village.parent ?? village, born: born, sex: sex, in: transaction)
    let father = try office.resident(file.nik("nik-ayah"), in: transaction)
    let mother = try office.resident(file.nik("nik-ibu"), in: transaction)
    let resident = Resident(
      nik: nik, name: try file.required("nama") { $0 }, sex: sex,
      birthPlace: try file.required("tempat-lahir") { $0 }, birthDate: born, bloodGroup: .unknown,
      religion: try file.required("agama") { Religion(rawValue: $0) }, maritalStatus: .neverMarried,
      education: .none, occupation: "Belum/Tidak Bekerja", fatherName: father?.name ?? "-",
      motherName: mother?.name ?? "-", father: father?.nik, mother: mother?.nik)
    try register.enter(resident, file.act(.enrolment), in: transaction)
    var document = try office.document(
      file, adding: [IssuedDocument.Field("nik", nik.text)], in: transaction)
    document.holder = resident.name
    document.holderNIK = nik
    return document
  }
}
