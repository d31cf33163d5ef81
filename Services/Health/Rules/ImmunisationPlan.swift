import MallDomain

/// Whose immunisation is planned.
struct ImmunisedChild: Hashable, Sendable, Codable {
  var nik: NIK
  var mother: NIK?
  var born: LocalDate

  private enum CodingKeys: String, CodingKey {
    case nik = "child"
    case mother, born
  }
}

/// Something that was entered in a child's plan; nothing of it is ever changed.
struct ImmunisationEntry: Hashable, Sendable {
  enum Event: Hashable, Sendable {
    /// By a registered birth, or by the first dose.
    case opened(ImmunisedChild)
    /// The civil register knows better than whoever gave the first dose.
    case corrected(ImmunisedChild)
    case given(Vaccine, LocalDate)
    /// A child that died is reminded of nothing.
    case ended(LocalDate)
  }

  var event: Event
  var recordedAt: MallInstant
  var caseID: CaseID?
  var officer: String?
}

/// A child's plan of immunisation: what its entries say together.
struct ImmunisationPlan: Hashable, Sendable {
  var number: Int64
  var entries: [ImmunisationEntry]

  /// As it was entered last; nil before it was opened.
  var child: ImmunisedChild? {
    entries.reversed().lazy.compactMap { entry in
      switch entry.event {
      case .opened(let child), .corrected(let child): child
      case .given, .ended: nil
      }
    }.first
  }

  var endedOn: LocalDate? {
    entries.lazy.compactMap { if case .ended(let day) = $0.event { day } else { nil } }.first
  }

  var schedule: ImmunisationSchedule? {
    child.map { child in
      let doses = entries.compactMap { entry -> (Vaccine, LocalDate)? in
        if case .given(let vaccine, let day) = entry.event { (vaccine, day) } else { nil }
      }
      return ImmunisationSchedule(born: child.born, doses: doses)
    }
  }

  /// What was entered by a moment, and had happened by then.
  func entries(by day: LocalDate, recordedBy moment: MallInstant?) -> ImmunisationPlan {
    ImmunisationPlan(
      number: number,
      entries: entries.filter { entry in
        let happened =
          switch entry.event {
          case .opened(let child), .corrected(let child): child.born
          case .given(_, let day), .ended(let day): day
          }
        return happened <= day && moment.map { entry.recordedAt <= $0 } ?? true
      })
  }
}
