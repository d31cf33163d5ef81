/// Who took a step of a case.
package enum CaseActor: Hashable, Sendable {
  case citizen
  case gateway
  case agency
  /// By the subject of the officer's principal.
  case officer(String)
  case bank

  /// What the timeline shows: an officer's name stays with the agency.
  package var role: String {
    switch self {
    case .citizen: "citizen"
    case .gateway: "gateway"
    case .agency: "agency"
    case .officer: "officer"
    case .bank: "bank"
    }
  }
}

extension CaseActor: LosslessStringConvertible {
  private static let officerPrefix = "officer:"

  /// Reads `citizen`, `gateway`, `agency`, `bank` or `officer:SUBJECT`.
  package init?(_ text: String) {
    switch text {
    case "citizen": self = .citizen
    case "gateway": self = .gateway
    case "agency": self = .agency
    case "bank": self = .bank
    default:
      guard text.hasPrefix(CaseActor.officerPrefix), text.count > CaseActor.officerPrefix.count else { return nil }
      self = .officer(String(text.dropFirst(CaseActor.officerPrefix.count)))
    }
  }

  package var description: String {
    if case .officer(let subject) = self { return CaseActor.officerPrefix + subject }
    return role
  }
}
