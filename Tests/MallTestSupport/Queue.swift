import Synchronization

/// Work that several tasks take from.
package final class Queue<Element: Sendable>: Sendable {
  private let rest: Mutex<ArraySlice<Element>>

  package init(_ elements: [Element]) {
    rest = Mutex(ArraySlice(elements))
  }

  package func next() -> Element? { rest.withLock { $0.popFirst() } }

  package var isEmpty: Bool { rest.withLock { $0.isEmpty } }
}
