/// What people of an age do and have learnt, so that a register of invented people looks like one.
enum SyntheticLife {
  static func bloodGroup(using generator: inout some RandomNumberGenerator) -> BloodGroup {
    generator.weighted((.o, weight: 30), (.b, weight: 22), (.a, weight: 20), (.ab, weight: 6), (.unknown, weight: 22))
  }

  static func education(age: Int, using generator: inout some RandomNumberGenerator) -> Education {
    switch age {
    case ..<7: .none
    case 7..<13: .primary
    case 13..<16: .lowerSecondary
    case 16..<23: generator.chance(85) ? .upperSecondary : .lowerSecondary
    case 23..<50:
      generator.weighted(
        (.upperSecondary, weight: 44), (.lowerSecondary, weight: 22), (.primary, weight: 16), (.bachelor, weight: 10),
        (.diploma, weight: 5), (.shortDiploma, weight: 2), (.master, weight: 1))
    default:
      generator.weighted(
        (.primary, weight: 55), (.lowerSecondary, weight: 20), (.upperSecondary, weight: 15), (.none, weight: 6),
        (.bachelor, weight: 4))
    }
  }

  static func occupation(
    age: Int, sex: Sex, education: Education, using generator: inout some RandomNumberGenerator
  ) -> String {
    switch age {
    case ..<6: return "Belum/Tidak Bekerja"
    case 6..<19: return "Pelajar/Mahasiswa"
    case 65...: return generator.chance(15) ? "Pensiunan" : sex == .male ? "Petani/Pekebun" : "Mengurus Rumah Tangga"
    default: break
    }
    if sex == .female, generator.chance(55) { return "Mengurus Rumah Tangga" }
    if education == .bachelor || education == .master {
      return generator.pick(WordList("Guru", "Wiraswasta Bidan Perawat Dosen"))
    }
    return generator.weighted(
      ("Petani/Pekebun", weight: 45), ("Buruh Tani/Perkebunan", weight: 14), ("Wiraswasta", weight: 18),
      ("Karyawan Swasta", weight: 14), ("Pedagang", weight: 8), ("Sopir", weight: 4),
      ("Pegawai Negeri Sipil (PNS)", weight: 3))
  }

  static func address(using generator: inout some RandomNumberGenerator) -> String {
    let house = Int.random(in: 1...180, using: &generator)
    if generator.chance(50) {
      return "Dusun \(generator.pick(WordList("I", "II III IV V VI"))) No. \(house)"
    }
    let street = generator.pick(
      WordList("Merdeka", "Pahlawan Melati Kenanga Diponegoro Sudirman Kartini Mawar Raya Seputih Proklamator"))
    return "Jalan \(street) No. \(house)"
  }

  static func neighbourhood(using generator: inout some RandomNumberGenerator) -> String {
    let numbers = [Int.random(in: 1...9, using: &generator), Int.random(in: 1...6, using: &generator)]
    return numbers.map { Digits.text($0, width: 3) }.joined(separator: "/")
  }
}
