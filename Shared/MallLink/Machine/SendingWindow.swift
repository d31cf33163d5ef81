import DequeModule
import MallWire

/// This node's requests of one class: those within the peer's window, and those that wait for a place in order.
struct SendingWindow: Sendable {
  private struct Waiting {
    var id: UInt64
    var bytes: Int
  }

  enum Verdict: Equatable {
    case transmit
    case wait
    case full
  }

  private let window: LinkWindow
  private let queue: LinkWindow
  private var sent = LinkWindow(requests: 0, bytes: 0)
  private var queuedBytes = 0
  private var waiting: Deque<Waiting> = []

  init(window: LinkWindow, queue: LinkWindow) {
    self.window = window
    self.queue = queue
  }

  mutating func enter(_ id: UInt64, bytes: Int) -> Verdict {
    if waiting.isEmpty && fits(bytes) {
      take(bytes)
      return .transmit
    }
    guard bytes <= window.bytes, window.requests > 0, waiting.count < queue.requests,
      queuedBytes + bytes <= queue.bytes
    else { return .full }
    waiting.append(Waiting(id: id, bytes: bytes))
    queuedBytes += bytes
    return .wait
  }

  /// A place is free again. Adds those whose turn has come.
  mutating func leave(bytes: Int, released: inout [UInt64]) {
    sent.requests -= 1
    sent.bytes -= bytes
    while let next = waiting.first, fits(next.bytes) {
      waiting.removeFirst()
      queuedBytes -= next.bytes
      take(next.bytes)
      released.append(next.id)
    }
  }

  /// Takes one that waits out of the queue.
  mutating func abandon(_ id: UInt64) {
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
    queuedBytes -= waiting[index].bytes
    waiting.remove(at: index)
  }

  private func fits(_ bytes: Int) -> Bool {
    sent.requests < window.requests && sent.bytes + bytes <= window.bytes
  }

  private mutating func take(_ bytes: Int) {
    sent.requests += 1
    sent.bytes += bytes
  }
}

/// The peer's requests of one class that aren't answered yet.
struct ReceivingWindow: Sendable {
  private let window: LinkWindow
  private var open = LinkWindow(requests: 0, bytes: 0)

  init(window: LinkWindow) {
    self.window = window
  }

  /// False: the peer sent more than it may.
  mutating func enter(bytes: Int) -> Bool {
    guard open.requests < window.requests, open.bytes + bytes <= window.bytes else { return false }
    open.requests += 1
    open.bytes += bytes
    return true
  }

  mutating func leave(bytes: Int) {
    open.requests -= 1
    open.bytes -= bytes
  }
}

/// One value for each class of requests.
struct PerClass<Value: Sendable>: Sendable {
  private var delivery: Value
  private var query: Value
  private var control: Value

  init(_ make: (RequestClass) -> Value) {
    delivery = make(.delivery)
    query = make(.query)
    control = make(.control)
  }

  subscript(_ kind: RequestClass) -> Value {
    get {
      switch kind {
      case .delivery: delivery
      case .query: query
      case .control: control
      }
    }
    _modify {
      switch kind {
      case .delivery: yield &delivery
      case .query: yield &query
      case .control: yield &control
      }
    }
  }
}
