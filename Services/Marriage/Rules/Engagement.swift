import MallDomain

/// When and where a contract is made: an officiant is bound for its length, and travels before and after it.
struct ContractSlot: Hashable, Sendable {
  /// Minutes that a contract takes, by convention of the product.
  static let minutesAtOffice = 30
  static let minutesElsewhere = 60

  var date: LocalDate
  var time: LocalTime
  /// A village, or the sub-district whose office it is.
  var place: AreaCode
  var isAtOffice: Bool

  var minutes: Int { isAtOffice ? Self.minutesAtOffice : Self.minutesElsewhere }

  /// Minutes since 1970 on the wall in Jakarta: a contract late in the evening may end tomorrow.
  var start: Int { date.dayNumber * 1_440 + time.minuteOfDay }
  var end: Int { start + minutes }

  var text: String { "\(date) \(time)" }
}

/// A slot for which an officiant of an office is booked.
struct Engagement: Hashable, Sendable {
  /// The officiants of an office are numbered from 1.
  var officiant: Int
  var place: AreaCode
  var start: Int
  var end: Int

  init(officiant: Int, place: AreaCode, start: Int, end: Int) {
    self.officiant = officiant
    self.place = place
    self.start = start
    self.end = end
  }

  init(_ slot: ContractSlot, officiant: Int) {
    self.init(officiant: officiant, place: slot.place, start: slot.start, end: slot.end)
  }

  /// Whether the same officiant can't do both: there is no time to get from one to the other.
  func clashes(with slot: ContractSlot) -> Bool {
    start < slot.end + Travel.minutes(from: slot.place, to: place)
      && slot.start < end + Travel.minutes(from: place, to: slot.place)
  }
}

/// The officiants of one office and what they are booked for: nobody is in two places at once, travel counted.
struct OfficiantCalendar: Sendable {
  /// Minutes between the times that are proposed.
  private static let step = 30
  /// Days after the wanted one that are searched.
  static let horizon = 21

  /// How many officiants the office has; they are numbered from 1.
  let officiants: Int
  var engagements: [Engagement]

  /// The officiant with the lowest number who can come.
  func officiant(for slot: ContractSlot) -> Int? {
    (1...max(officiants, 1)).first { officiant in
      officiant <= officiants && !engagements.contains { $0.officiant == officiant && $0.clashes(with: slot) }
    }
  }

  /// Free slots in place of one that is taken: the nearest times of that day, then the days after it.
  ///
  /// At the office, in its working hours; elsewhere in the hours in which people marry.
  func proposals(insteadOf wanted: ContractSlot, count: Int, fee: MarriageFee) -> [ContractSlot] {
    var found: [ContractSlot] = []
    for day in 0...Self.horizon {
      var slot = wanted
      slot.date = wanted.date.adding(days: day)
      let times = Self.times.sorted {
        abs($0.minuteOfDay - wanted.time.minuteOfDay) < abs($1.minuteOfDay - wanted.time.minuteOfDay)
      }
      for time in times {
        slot.time = time
        guard !slot.isAtOffice || fee.isOfficeHour(slot.date, slot.time), officiant(for: slot) != nil else { continue }
        found.append(slot)
        if found.count == count { return found }
      }
    }
    return found
  }

  /// 07:30 to 20:00.
  static let times: [LocalTime] = stride(from: 450, through: 1_200, by: step).compactMap {
    LocalTime(minuteOfDay: $0)
  }
}
