import Foundation
import MallDomain

/// The seed of a run: printed, so that a failed run can be had again with `MALL_TEST_SEED`.
package enum Seed {
  private static let value: UInt64 = {
    let given = ProcessInfo.processInfo.environment["MALL_TEST_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...0xffff_ffff)
    print("MALL_TEST_SEED=\(seed)")
    return seed
  }()

  package static func generator() -> SeededGenerator { SeededGenerator(seed: value) }
}
