/// Makes up the numbers that other registers gave to an example household.
struct ExampleNumberMaker {
  let date: LocalDate
  let subdistrict: String

  func make(using generator: inout some RandomNumberGenerator) -> [ExampleNumber: String] {
    var numbers: [ExampleNumber: String] = [:]
    for number in ExampleNumber.allCases { numbers[number] = text(number, using: &generator) }
    return numbers
  }

  private func text(_ number: ExampleNumber, using generator: inout some RandomNumberGenerator) -> String {
    let year = date.year
    switch number {
    case .businessNumber: return "9120" + digits(9, using: &generator)
    case .businessName:
      return "Sumber " + generator.pick(WordList("Bumi", "Mekar Sejahtera Lestari Makmur Berkah Jaya"))
    case .taxpayer: return "09" + digits(13, using: &generator)
    case .localTaxpayer: return "P.2." + digits(7, using: &generator) + ".05.03"
    case .vehicle: return "BE \(Int.random(in: 2_000...6_999, using: &generator)) GX"
    case .chassis: return digits(5, using: &generator)
    case .electricity: return "17" + digits(10, using: &generator)
    case .water: return "02" + digits(8, using: &generator)
    case .landTitle: return "08.05.07.01.1." + digits(5, using: &generator)
    case .bankAccount: return "380" + digits(10, using: &generator)
    case .pension: return "19" + digits(16, using: &generator)
    case .hajjPortion: return "0800" + digits(6, using: &generator)
    case .hajjValidation: return "0802" + digits(12, using: &generator)
    case .medicalRecord: return digits(8, using: &generator)
    case .employmentInsurance: return "22" + digits(9, using: &generator)
    case .drivingLicence: return "1802" + digits(8, using: &generator)
    case .passport: return "X" + digits(7, using: &generator)
    case .buildingApproval: return "SK-PBG-180207-\(digits(4, using: &generator))-\(year)"
    case .student: return "00" + digits(8, using: &generator)
    case .birthCertificate, .childBirthCertificate: return "1802-LU-" + digits(8, using: &generator) + "-0001"
    case .professionalRegistration: return "STR" + digits(12, using: &generator)
    case .removal: return "SKPWNI/1872/\(digits(8, using: &generator))/0001"
    case .court: return "\(Int.random(in: 1...900, using: &generator))/Pdt.P/\(year)/PN.Gns"
    case .assessment: return "SKPD/1802/\(year)/" + digits(6, using: &generator)
    case .traffic: return "E" + digits(8, using: &generator)
    case .parcel: return "MPP-" + digits(8, using: &generator)
    }
  }

  private func digits(_ count: Int, using generator: inout some RandomNumberGenerator) -> String {
    var text = ""
    for _ in 0..<count { text += String(Int.random(in: 0...9, using: &generator)) }
    return text
  }
}
