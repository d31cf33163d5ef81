/// A write that waits for its commit, with whom to answer.
struct PendingWrite: Sendable {
  /// Runs the body inside the transaction.
  let perform: @Sendable (Transaction) -> PerformedWrite
  /// Answers that nothing was written.
  let refuse: @Sendable (any Error) -> Void

  init<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Value,
    answering continuation: CheckedContinuation<Value, any Error>
  ) {
    perform = { transaction in
      do {
        let value = try body(transaction)
        return PerformedWrite(failure: nil) { continuation.resume(returning: value) }
      } catch {
        return PerformedWrite(failure: error) { continuation.resume(throwing: error) }
      }
    }
    refuse = { error in continuation.resume(throwing: error) }
  }

  /// Answers after the commit.
  func answer(_ performed: PerformedWrite) {
    performed.answer()
  }
}

/// A write whose body has run and whose commit is still to come.
struct PerformedWrite {
  /// What the body threw; its changes are undone.
  let failure: (any Error)?
  fileprivate let answer: () -> Void

  init(failure: (any Error)?, answer: @escaping () -> Void) {
    self.failure = failure
    self.answer = answer
  }
}
