import MallDomain

/// Whether somebody has paid what was assessed (rule T8): no assessment is unpaid past its due date, whatever became of
/// its billing codes.
struct TaxClearance: Hashable, Sendable {
  private static let validDays = 30

  /// How many assessments were looked at.
  let checked: Int
  let overdue: [PropertyAssessment]

  init(of assessments: [PropertyAssessment], on date: LocalDate) {
    checked = assessments.count
    overdue = assessments.filter { $0.isOverdue(on: date) }
  }

  var isClear: Bool { overdue.isEmpty }

  /// The day of issue is the first of thirty.
  static func validThrough(issuedOn date: LocalDate) -> LocalDate {
    date.adding(days: validDays - 1)
  }
}
