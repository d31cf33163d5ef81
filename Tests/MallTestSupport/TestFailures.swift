import Synchronization
import Testing

/// Counts what went wrong, so that a mall knows whether its logs are worth showing.
package enum TestFailures {
  private static let counter = Atomic<Int>(0)

  package static var count: Int { counter.load(ordering: .relaxed) }

  fileprivate static func note() { counter.add(1, ordering: .relaxed) }
}

extension Trait where Self == IssueHandlingTrait {
  /// Counts the issues of a suite and leaves them as they are.
  package static var notesFailures: Self {
    .compactMapIssues { issue in
      TestFailures.note()
      return issue
    }
  }
}
