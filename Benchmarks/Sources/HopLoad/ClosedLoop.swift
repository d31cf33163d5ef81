import NIOCore
import Synchronization

/// Callers that each ask again as soon as they are answered, for a time.
final class ClosedLoop: Sendable {
  /// Sends one request; the closure is told once, on the loop's event loop, whether the answer was right.
  typealias Ask = @Sendable (_ answered: @escaping @Sendable (Bool) -> Void) -> Void

  private struct State {
    var underWay = 0
    var answered = 0
    var failed = 0
    var finished: CheckedContinuation<Void, Never>?
  }

  private let eventLoop: any EventLoop
  private let ask: Ask
  private let end: NIODeadline
  private let state = Mutex(State())

  private init(on eventLoop: any EventLoop, until end: NIODeadline, ask: @escaping Ask) {
    self.eventLoop = eventLoop
    self.end = end
    self.ask = ask
  }

  /// Returns the number of answers once the last request is answered.
  ///
  /// - Throws: `WrongAnswers` when any answer was missing or wrong: then the figures would say nothing.
  static func run(
    _ order: RunOrder, on eventLoop: any EventLoop, ask: @escaping Ask
  ) async throws -> Int {
    let loop = ClosedLoop(on: eventLoop, until: .now() + .milliseconds(order.milliseconds), ask: ask)
    await loop.start(callers: order.callers)
    let (answered, failed) = loop.state.withLock { ($0.answered, $0.failed) }
    guard failed == 0 else { throw WrongAnswers(count: failed) }
    return answered
  }

  private func start(callers: Int) async {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        state.underWay = callers
        state.finished = continuation
      }
      eventLoop.execute {
        for _ in 0..<callers { self.next() }
      }
    }
  }

  private func next() {
    ask { isRight in
      let isOver = NIODeadline.now() >= self.end || !isRight
      let finished = self.state.withLock { state in
        if isRight { state.answered += 1 } else { state.failed += 1 }
        if isOver { state.underWay -= 1 }
        return state.underWay == 0 ? state.finished : nil
      }
      if !isOver { self.next() }
      finished?.resume()
    }
  }
}

struct WrongAnswers: Error, CustomStringConvertible {
  var count: Int
  var description: String { "\(count) requests were not answered as they should" }
}
