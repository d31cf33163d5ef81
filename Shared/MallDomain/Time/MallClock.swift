import FoundationEssentials

/// The one wall clock of a node, given in as a value, so that tests, demonstrations and simulations set and run it.
package struct MallClock: Sendable {
  package let now: @Sendable () -> MallInstant

  package init(now: @escaping @Sendable () -> MallInstant) {
    self.now = now
  }

  /// The clock of the machine.
  package static let system = MallClock {
    MallInstant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }

  /// A clock that stands still.
  package static func fixed(at instant: MallInstant) -> MallClock {
    MallClock { instant }
  }
}
