import Foundation
import MallTestSupport
import Testing

/// Real processes under more load than they can carry. Short where every change is checked, where what counts is that
/// nothing is lost and nobody hangs; `make load` takes its time and judges the figures.
@Suite("Load", .serialized, .notesFailures)
struct LoadTests {
  /// Whether the figures are judged: they say something where the machine has nothing else to do.
  static let isLong = ProcessInfo.processInfo.environment["MALL_LOAD"] != nil

  /// Of one measured phase.
  static let phase: Duration = isLong ? .seconds(20) : .seconds(2)
}
