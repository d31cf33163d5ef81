import MallDomain

/// Who is called before others (rule H4; UU 25/2009 art. 29: special treatment of the vulnerable).
enum QueueClass: String, Hashable, Sendable, CaseIterable {
  /// At once; nobody takes such a number beforehand, it is given at the door.
  case emergency
  /// From 60, under 1, pregnant or disabled.
  case priority
  case regular

  private static let elderlyAge = 60
  private static let infantAge = 1

  /// The class of somebody on the day of the visit.
  ///
  /// - Parameter isVulnerable: pregnant or disabled, by a document or an officer's word.
  init(born: LocalDate, on date: LocalDate, isVulnerable: Bool) {
    let age = born.completedYears(on: date)
    self = isVulnerable || age >= Self.elderlyAge || age < Self.infantAge ? .priority : .regular
  }
}
