import MallDomain

/// The intention is registered at the latest 10 working days before the contract, else with a dispensation of the
/// sub-district head or a stamped statement (PMA 30/2024 art. 3; rule N2).
struct NoticePeriod {
  enum Standing: Hashable, Sendable {
    /// Without a last day where a year whose holidays are not decreed leaves only that open.
    case inTime(lastDay: LocalDate?)
    case short(lastDay: LocalDate?)
    /// The contract lies before the registration.
    case past
    /// The window touches a year whose holidays are not decreed.
    case uncountable(LocalizedText)
  }

  let calendar: WorkingCalendar

  func standing(registered: LocalDate, contract: LocalDate) -> Standing {
    guard registered <= contract else { return .past }
    do {
      let notice = try calendar.notice(registered: registered, contract: contract)
      return notice.isInTime ? .inTime(lastDay: notice.lastDay) : .short(lastDay: notice.lastDay)
    } catch {
      return .uncountable(error.message.localized)
    }
  }
}
