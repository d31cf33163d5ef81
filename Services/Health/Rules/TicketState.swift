import MallDomain

/// What becomes of a queue number (rule H4):
///
///     waiting ──► called ──► served
///        ▲ │        │
///        │ └─────► cancelled
///        ├──────── absent once or twice
///        │          │ the third time
///        └─ once ─ no-show
struct TicketState: Hashable, Sendable {
  enum Phase: String, Hashable, Sendable, CaseIterable {
    case waiting, called, served, cancelled
    case noShow = "no-show"
  }

  enum Event: String, Hashable, Sendable, CaseIterable {
    case called, served, absent, rejoined, cancelled
  }

  static let mostAbsences = 3

  private(set) var phase = Phase.waiting
  /// How often it was called in vain since it last joined.
  private(set) var absences = 0
  private(set) var hasRejoined = false

  init() {}

  /// As it was stored.
  init(phase: Phase, absences: Int, hasRejoined: Bool) {
    self.phase = phase
    self.absences = absences
    self.hasRejoined = hasRejoined
  }

  /// - Throws: `failed_precondition` where the state has no such transition; it stays as it is.
  mutating func take(_ event: Event) throws(Refusal) {
    switch (phase, event) {
    case (.waiting, .called): phase = .called
    case (.waiting, .cancelled): phase = .cancelled
    case (.called, .served): phase = .served
    case (.called, .absent):
      absences += 1
      phase = absences < Self.mostAbsences ? .waiting : .noShow
    case (.noShow, .rejoined) where !hasRejoined:
      hasRejoined = true
      absences = 0
      phase = .waiting
    default:
      throw Refusal(
        .failedPrecondition, detail: "\(event.rawValue): nomor antrean / the queue number is \(phase.rawValue)")
    }
  }
}
