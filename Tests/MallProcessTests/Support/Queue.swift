import Synchronization

/// Work that several tasks take from.
final class Queue<Element: Sendable>: Sendable {
  private let rest: Mutex<ArraySlice<Element>>

  init(_ elements: [Element]) {
    rest = Mutex(ArraySlice(elements))
  }

  func next() -> Element? { rest.withLock { $0.popFirst() } }

  var isEmpty: Bool { rest.withLock { $0.isEmpty } }
}
