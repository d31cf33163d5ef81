import MallDomain

/// A person as the population register holds them (Permendagri 109/2019).
///
/// Every element is written as one text in JSON: the journal keeps changes element by element (`ResidentChange`).
struct Resident: Hashable, Sendable, Codable {
  enum State: String, Sendable, Codable {
    case active
    /// NIK inactive for ever (rule I9).
    case dead
    /// Moved out of the district, in transit or gone (rule I10).
    case departed
    /// The record was of the same person as another, which goes on (`mergedInto`).
    case merged
  }

  var nik: NIK
  var state = State.active
  var name: String
  var sex: Sex
  var birthPlace: String
  var birthDate: LocalDate
  var bloodGroup: BloodGroup
  var religion: Religion
  var maritalStatus: MaritalStatus
  /// Of the present marriage, where the register knows them.
  var spouse: NIK?
  var education: Education
  var occupation: String
  var fatherName: String
  var motherName: String
  var father: NIK?
  var mother: NIK?
  var diedOn: LocalDate?
  /// The record that goes on, of one that is merged.
  var mergedInto: NIK?

  var isMarried: Bool {
    maritalStatus == .married || maritalStatus == .marriedUnrecorded
  }

  func age(on date: LocalDate) -> Int {
    birthDate.completedYears(on: date)
  }
}

extension Resident {
  /// Nil for somebody who has no NIK.
  init?(_ invented: SyntheticResident) {
    guard let nik = invented.nik else { return nil }
    let isMarried = invented.maritalStatus == .married || invented.maritalStatus == .marriedUnrecorded
    self.init(
      nik: nik, name: invented.name, sex: invented.sex, birthPlace: invented.birthPlace,
      birthDate: invented.birthDate, bloodGroup: invented.bloodGroup, religion: invented.religion,
      maritalStatus: invented.maritalStatus, spouse: isMarried ? invented.marriage?.spouse : nil,
      education: invented.education, occupation: invented.occupation, fatherName: invented.fatherName,
      motherName: invented.motherName, father: invented.father, mother: invented.mother)
  }
}
