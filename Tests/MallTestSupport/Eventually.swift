import Foundation

/// What was waited for did not come.
package struct OutOfPatience: Error, CustomStringConvertible {
  package var description: String

  package init(description: String) {
    self.description = description
  }
}

package enum Patience {
  /// For what usually takes milliseconds, on a machine that is busy with everything else.
  package static let standard = Duration.seconds(60)
  private static let pollInterval = Duration.milliseconds(20)

  /// Asks again and again until there is an answer.
  ///
  /// - Throws: `OutOfPatience` with `what`; whatever `ask` throws, at once.
  package static func wait<Answer>(
    for what: @autoclosure () -> String, within patience: Duration = standard, _ ask: () async throws -> Answer?
  ) async throws -> Answer {
    let deadline = ContinuousClock.now.advanced(by: patience)
    while true {
      if let answer = try await ask() { return answer }
      guard ContinuousClock.now < deadline else {
        throw OutOfPatience(description: "waited \(patience) in vain for \(what())")
      }
      try await Task.sleep(for: pollInterval)
    }
  }

  /// Waits until a condition holds.
  package static func wait(
    until what: @autoclosure () -> String, within patience: Duration = standard, _ holds: () async throws -> Bool
  ) async throws {
    _ = try await wait(for: what(), within: patience) { try await holds() ? true : nil }
  }
}
