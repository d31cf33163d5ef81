import MallDomain
import MallStore

/// A change of one data element, as a form names it.
///
/// Elements with a closed list or of free text are changed at once. What needs proof of its own, such as a name or a
/// date of birth, goes through the change of certificates.
struct ElementChange: Hashable, Sendable {
  private enum Element: Hashable, Sendable {
    case occupation(String)
    case bloodGroup(BloodGroup)
    case religion(Religion)
    case education(Education)
  }

  private let element: Element?

  init(_ name: String?, _ value: String?) {
    element = value.flatMap { value in
      switch name?.lowercased() {
      case "pekerjaan": value.isEmpty ? nil : .occupation(value)
      case "golongan darah", "gol-darah": BloodGroup(rawValue: value).map(Element.bloodGroup)
      case "agama": Religion(rawValue: value.lowercased()).map(Element.religion)
      case "pendidikan": Education(rawValue: value.lowercased()).map(Element.education)
      default: nil
      }
    }
  }

  func finding(field: String) -> Finding {
    element == nil
      ? .warning(
        "I1", "Elemen ini tidak diubah otomatis; petugas mencocokkannya dengan bukti.",
        "This element isn't changed by itself; the officer compares it with the proof.", field: field)
      : .passed("I1", "Elemen diubah dalam register.", "The element is changed in the register.", field: field)
  }

  func apply(to resident: inout Resident) {
    switch element {
    case .occupation(let occupation): resident.occupation = occupation
    case .bloodGroup(let group): resident.bloodGroup = group
    case .religion(let religion): resident.religion = religion
    case .education(let education): resident.education = education
    case nil: break
    }
  }

  var changesRegister: Bool { element != nil }
}

extension PopulationRegister {
  func apply(_ change: ElementChange, to nik: NIK, _ act: RegisterAct, in transaction: Transaction) throws {
    guard change.changesRegister else { return }
    try self.change(nik, act, in: transaction) { change.apply(to: &$0) }
  }
}
