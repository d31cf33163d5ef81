/// A day of the week, in the order of ISO 8601.
package enum Weekday: Int, CaseIterable, Sendable, Hashable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  package var isWeekend: Bool {
    self == .saturday || self == .sunday
  }
}
