import AgencyKit
import MallDomain
import MallStore

/// Hands out slots for examples one after the other: two examples of an office never ask for the same officiant at the
/// same time, also when neither is approved yet.
struct ExampleSlots {
  /// Two hours apart: contracts at any two places of a sub-district don't clash.
  private static let times = ["08:00", "10:00", "12:00", "14:00"].compactMap { LocalTime($0) }

  let office: ReligiousOffice

  /// The next slot from a day on. At the office on working days; elsewhere on Saturdays and Sundays, or on any day where
  /// the first one is none of these.
  func next(
    for service: PublicService, at kua: KUAOffice, from first: LocalDate, village: AreaCode?,
    in transaction: Transaction
  ) throws -> ContractSlot {
    let isAtOffice = MarriageForm.isAtOffice(service)
    let days = days(from: first, isAtOffice: isAtOffice)
    while true {
      // Counted for both services together: they share the officiants.
      let turn = Int(try Counter.next("example-slots/\(kua.code)/\(first)", in: transaction)) - 1
      let slot = ContractSlot(
        date: days(turn / Self.times.count), time: Self.times[turn % Self.times.count],
        place: isAtOffice ? kua.code : village ?? kua.code, isAtOffice: isAtOffice)
      let calendar = try office.bookings.calendar(
        of: kua, from: slot.date, days: 1, besides: nil, in: transaction)
      if calendar.officiant(for: slot) != nil { return slot }
    }
  }

  private func days(from first: LocalDate, isAtOffice: Bool) -> (Int) -> LocalDate {
    let calendar = office.tools.calendar
    let wantsWeekend = !isAtOffice && first.weekday.isWeekend
    func isWanted(_ date: LocalDate) -> Bool {
      isAtOffice ? calendar.isWorkingDay(date) : !wantsWeekend || date.weekday.isWeekend
    }
    return { count in
      var (date, left) = (first, count)
      while left > 0 || !isWanted(date) {
        if isWanted(date) { left -= 1 }
        date = date.adding(days: 1)
      }
      return date
    }
  }
}
