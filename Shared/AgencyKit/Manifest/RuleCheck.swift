import MallDomain

/// Checks a file against the rules that its service's manifest states.
///
/// A rule about a field that was not answered does not apply: whether it had to be answered, the form has said.
struct RuleCheck {
  private enum Outcome {
    case passed
    case broken
    /// Can't be told; the text says why.
    case open(LocalizedText)
  }

  let file: CaseFile
  let calendar: WorkingCalendar
  /// Whether this agency's register holds an active document of a type for a person.
  let holds: (_ type: String, _ holder: NIK) throws -> Bool

  func findings() throws -> [Finding] {
    try file.service.rules.compactMap { rule in
      guard let outcome = try outcome(of: rule) else { return nil }
      switch outcome {
      case .passed:
        return Finding(rule: rule.id, severity: .passed, text: Self.fulfilled, field: rule.field)
      case .broken:
        return Finding(rule: rule.id, severity: .blocks, text: rule.message, field: rule.field)
      case .open(let text):
        return Finding(rule: rule.id, severity: .blocks, text: text, field: rule.field)
      }
    }
  }

  private static let fulfilled = LocalizedText(indonesian: "Terpenuhi.", english: "Fulfilled.")

  /// Nil where the rule does not apply.
  private func outcome(of rule: ServiceRule) throws -> Outcome? {
    guard let value = file.value(rule.field) else { return nil }
    switch rule.kind {
    case .minimumAge: return minimumAge(rule)
    case .notBefore:
      guard let date = LocalDate(value) else { return nil }
      return date >= file.countingDate(of: rule) ? .passed : .broken
    case .workingDaysAhead: return workingDaysAhead(rule, LocalDate(value))
    case .atMost:
      guard let limit = rule.value.flatMap({ Int64($0) }), let number = Int64(value) else { return nil }
      return number <= limit ? .passed : .broken
    case .noActiveDocument, .activeDocument:
      guard let type = rule.value, let holder = file.nik(rule.field) else { return nil }
      let wanted = rule.kind == .activeDocument
      return try holds(type, holder) == wanted ? .passed : .broken
    }
  }

  /// The population register's word counts. Where it was not asked or stayed away, the date in the NIK has to do, the
  /// only one that a manifest's form gives; an officer who knows better has the applicant's entry corrected first.
  private func minimumAge(_ rule: ServiceRule) -> Outcome? {
    guard let years = rule.value.flatMap({ Int($0) }), let person = file.nik(rule.field) else { return nil }
    let date = file.countingDate(of: rule)
    let answer = file.answers.first { asked, _ in
      asked.question.fact == Fact.isOfAge.rawValue && asked.question.subject == person
        && asked.question.arguments["years"] == rule.value && asked.question.arguments["on"] == date.description
    }
    switch answer?.value.verdict {
    case .yes: return .passed
    case .no: return .broken
    case .unknown, nil:
      guard let birth = person.birthDate(today: file.today) else { return .broken }
      return birth.completedYears(on: date) >= years ? .passed : .broken
    }
  }

  private func workingDaysAhead(_ rule: ServiceRule, _ date: LocalDate?) -> Outcome? {
    guard let date, let days = rule.value.flatMap({ Int($0) }) else { return nil }
    do {
      return try calendar.notice(registered: file.filedOn, contract: date, workingDays: days).isInTime
        ? .passed : .broken
    } catch {
      return .open(error.message.localized)
    }
  }
}
