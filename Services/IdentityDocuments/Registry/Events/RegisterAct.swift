import MallDomain

/// Why entries came about: the kind of event, when it was recorded, from when on it holds, by whom and on which case.
struct RegisterAct: Hashable, Sendable {
  enum Kind: String, Sendable {
    /// Entered from what was known before the mall.
    case takenOver = "taken-over"
    case birth, death, marriage, divorce, acknowledgement, adoption, enrolment
    case dataChange = "data-change"
    /// What was wrong from the beginning is put right.
    case correction
    case familyCard = "family-card"
    case identityCard = "identity-card"
    case departure, arrival, move
    /// Two records of one person become one.
    case merge
  }

  var kind: Kind
  var at: MallInstant
  var officer: String?
  var caseID: CaseID?
  /// From when on it holds, where that isn't the day on which it is recorded: a death holds from its day on, a
  /// correction from the day of what it corrects.
  var effective: LocalDate?

  /// The day on which it is recorded.
  var date: LocalDate { LocalDate(jakarta: at) }

  var effectiveOn: LocalDate { effective ?? date }

  func effective(_ date: LocalDate) -> RegisterAct {
    var act = self
    act.effective = date
    return act
  }
}
