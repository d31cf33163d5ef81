/// The facts that one agency may ask of another about a person, a closed list: nothing else is answered.
///
/// Each gives the least that the question needs (UU 27/2022 art. 16; rules M8 and M11): most only a verdict.
package enum Fact: String, Hashable, Sendable, CaseIterable, Codable {
  /// The register knows the person and no death.
  case isAlive = "is-alive"
  /// The person has reached an age.
  case isOfAge = "is-of-age"
  /// No undissolved marriage stands in the register that answers (rule N5).
  case isUnmarried = "is-unmarried"
  /// The person is on an active family card of the district.
  case livesInDistrict = "lives-in-district"
  /// The agency issued the person a document of a type that is active: not expired, revoked or reported lost.
  case documentActive = "document-active"
  /// No assessed tax of the person is unpaid past its due date (rule T8).
  case taxClear = "tax-clear"
  /// What prints on an identity card, to fill a form once and for all.
  case residentSummary = "resident-summary"
  /// The person and another are related by blood in a degree that forbids their marriage (rule N5).
  case areRelated = "are-related"
  /// The person is held for the asking case and for no other: asking is what holds. See `PersonReservation`.
  case personReserved = "person-reserved"
  /// A synthetic household whose members may lawfully apply for anything. It exists only in demonstrations.
  case household

  /// Why a fact is asked. Each question names one, and a case.
  package enum Purpose: String, Hashable, Sendable, CaseIterable, Codable {
    /// An officer or a rule checks an application.
    case applicationCheck = "application-check"
    /// An officer decides, and the persons concerned are held for that decision.
    case decision
    /// A document requirement is met without paper, by consent or since the law obliges.
    case onceOnly = "once-only"
    /// A form is filled with what is known.
    case prefill
    /// Examples of applications are made.
    case demonstration
  }

  /// What the asker must say beside the person's NIK, by name.
  package var arguments: [String] {
    switch self {
    // In completed years, and the date on which it counts.
    case .isOfAge: ["years", "on"]
    case .documentActive: ["type"]
    // The NIK of the other person.
    case .areRelated: ["other"]
    // The last day of the lease; without it the person is given back.
    case .personReserved: [PersonReservation.untilArgument]
    case .isAlive, .isUnmarried, .livesInDistrict, .taxClear, .residentSummary, .household: []
    }
  }

  /// What the answer may hold beside its verdict, by name.
  package var fields: [String] {
    switch self {
    case .isAlive, .isOfAge, .isUnmarried, .livesInDistrict, .areRelated: []
    case .documentActive: ["agency", "issued-on", "valid-through"]
    case .taxClear: ["checked-on"]
    case .personReserved: [PersonReservation.holderValue, PersonReservation.untilArgument]
    case .residentSummary: ["name", "birth-date", "birth-place", "sex", "marital-status", "religion", "village"]
    // Those of `ExampleHousehold.fields`.
    case .household: []
    }
  }

  /// Whether an answer may hold a field. The fields of a household are those of its persons, none of whom exists.
  package func gives(_ field: String) -> Bool {
    self == .household || fields.contains(field)
  }

  package var purposes: Set<Purpose> {
    switch self {
    case .isAlive, .isOfAge, .isUnmarried, .livesInDistrict, .areRelated, .taxClear: [.applicationCheck]
    case .documentActive: [.applicationCheck, .onceOnly]
    case .residentSummary: [.applicationCheck, .prefill]
    case .personReserved: [.decision]
    case .household: [.demonstration]
    }
  }
}
