import MallDomain

/// The two witnesses of a civil registration: adults, two people, and neither of them who reports (rule I7).
struct WitnessPair: Hashable, Sendable {
  static let adultAge = 18

  struct Witness: Hashable, Sendable {
    var nik: NIK
    /// As registered; nil: not in this register.
    var birthDate: LocalDate?
  }

  enum Fault: Hashable, Sendable {
    case missing, same, reporter, minor
  }

  var first: Witness?
  var second: Witness?
  var reporter: NIK?

  func faults(on date: LocalDate) -> [Fault] {
    guard let first, let second else { return [.missing] }
    var faults: [Fault] = []
    if first.nik == second.nik { faults.append(.same) }
    if reporter == first.nik || reporter == second.nik { faults.append(.reporter) }
    let births = [first, second].compactMap(\.birthDate)
    if births.contains(where: { $0.completedYears(on: date) < Self.adultAge }) { faults.append(.minor) }
    return faults
  }

  func findings(on date: LocalDate) -> [Finding] {
    let faults = faults(on: date)
    guard faults.isEmpty else { return faults.map(\.finding) }
    guard first?.birthDate != nil, second?.birthDate != nil else {
      return [
        .warning(
          "I7", "Saksi tidak ada dalam register; periksa KTP-el dan umurnya.",
          "A witness is not in the register; check the identity card and age.", field: "nik-saksi-1")
      ]
    }
    return [
      .passed("I7", "Kedua saksi dewasa dan bukan pelapor.", "Both witnesses are adults and not the reporter.")
    ]
  }
}

extension WitnessPair.Fault {
  fileprivate var finding: Finding {
    switch self {
    case .missing:
      .blocks("I7", "Dua saksi diperlukan.", "Two witnesses are needed.", field: "nik-saksi-1")
    case .same:
      .blocks("I7", "Kedua saksi harus orang yang berbeda.", "The witnesses must be two people.", field: "nik-saksi-2")
    case .reporter:
      .blocks("I7", "Saksi tidak boleh pelapor sendiri.", "A witness can't be the reporter.", field: "nik-saksi-1")
    case .minor:
      .blocks("I7", "Saksi harus berumur 18 tahun.", "A witness must be 18 years old.", field: "nik-saksi-1")
    }
  }
}
