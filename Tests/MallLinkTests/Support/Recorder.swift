import Synchronization

/// Gathers events of any thread; a test waits for the one it needs.
final class Recorder<Event: Sendable>: Sendable {
  private struct State {
    var events: [Event] = []
    var waiting: [@Sendable ([Event]) -> Bool] = []
  }

  private let state = Mutex(State())

  var events: [Event] { state.withLock { $0.events } }

  func record(_ event: Event) {
    let (events, waiting) = state.withLock { state in
      state.events.append(event)
      defer { state.waiting = [] }
      return (state.events, state.waiting)
    }
    let still = waiting.filter { !$0(events) }
    state.withLock { $0.waiting += still }
    // What came meanwhile may be what they wait for.
    if !still.isEmpty { recheck() }
  }

  /// Waits until the events gathered so far fulfil a condition.
  func wait(until isFulfilled: @escaping @Sendable ([Event]) -> Bool) async {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        state.waiting.append { events in
          guard isFulfilled(events) else { return false }
          continuation.resume()
          return true
        }
      }
      recheck()
    }
  }

  func first<Found: Sendable>(_ find: @escaping @Sendable (Event) -> Found?) async -> Found {
    await wait { $0.contains { find($0) != nil } }
    guard let found = events.lazy.compactMap(find).first else { return await first(find) }
    return found
  }

  func waitForCount(_ count: Int) async {
    await wait { $0.count >= count }
  }

  private func recheck() {
    let (events, waiting) = state.withLock { state in
      defer { state.waiting = [] }
      return (state.events, state.waiting)
    }
    let still = waiting.filter { !$0(events) }
    state.withLock { $0.waiting += still }
  }
}
