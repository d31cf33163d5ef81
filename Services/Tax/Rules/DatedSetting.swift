import MallDomain

/// A value that the law sets for a time, with where it stands. Both ends of a period are inclusive.
struct DatedSetting<Value: Sendable>: Sendable {
  struct Period: Sendable {
    let from: LocalDate
    /// Nil: until another is set.
    let through: LocalDate?
    let value: Value
    /// Article or decree.
    let source: String

    /// - Precondition: dates are written `YYYY-MM-DD`.
    init(from: String, through: String? = nil, _ value: Value, source: String) {
      guard let first = LocalDate(from) else { preconditionFailure("the first day of \(source) is no date") }
      self.from = first
      self.through = through.map { text in
        guard let last = LocalDate(text) else { preconditionFailure("the last day of \(source) is no date") }
        return last
      }
      self.value = value
      self.source = source
    }

    func holds(on date: LocalDate) -> Bool {
      from <= date && through.map { date <= $0 } ?? true
    }
  }

  /// What is set, for refusals.
  let name: String
  let periods: [Period]

  /// The value in force on a date.
  ///
  /// - Throws: `failed_precondition` where nothing is in force; never a value of zero instead.
  func value(on date: LocalDate) throws(Refusal) -> Value {
    guard let period = periods.first(where: { $0.holds(on: date) }) else {
      throw Refusal(.failedPrecondition, detail: "\(name) tidak berlaku pada / is not in force on \(date)")
    }
    return period.value
  }
}
