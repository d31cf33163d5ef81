import MallDomain
import MallWire
import Synchronization

/// Answers requests with an async function, each in a child task of the server's or dialler's `run()`.
///
/// The task is cancelled when the peer cancels, the deadline passes or the link ends. Whatever the function does, the
/// request is answered once: with its bytes, with the ``Refusal`` it throws, or with `internal` for any other error.
package final class AsyncRequestHandler: LinkHandler {
  package typealias Body = @Sendable (IncomingRequest) async throws -> [UInt8]

  private let body: Body
  private let opened: @Sendable (Link) -> Void
  private let closed: @Sendable (Link, CloseReason) -> Void
  /// One for each `run()`: a handler may serve a server and several diallers.
  private let queues = Mutex<[UInt64: AsyncStream<IncomingRequest>.Continuation]>([:])
  private let lastQueue = Atomic<UInt64>(0)

  package init(
    opened: @escaping @Sendable (Link) -> Void = { _ in },
    closed: @escaping @Sendable (Link, CloseReason) -> Void = { _, _ in },
    _ body: @escaping Body
  ) {
    self.body = body
    self.opened = opened
    self.closed = closed
  }

  package func linkOpened(_ link: Link) { opened(link) }

  package func linkClosed(_ link: Link, reason: CloseReason) { closed(link, reason) }

  package func handle(_ request: IncomingRequest) {
    // Bounded by the links' windows.
    let queue = queues.withLock { $0.values.first }
    guard let queue, case .enqueued = queue.yield(request) else {
      return request.respond(refusal: .linkUnavailable)
    }
  }

  package func run() async {
    let (requests, queue) = AsyncStream.makeStream(of: IncomingRequest.self)
    let id = lastQueue.add(1, ordering: .relaxed).newValue
    queues.withLock { $0[id] = queue }
    await withDiscardingTaskGroup { group in
      for await request in requests {
        group.addTask { await self.serve(request) }
      }
      _ = queues.withLock { $0.removeValue(forKey: id) }
      queue.finish()
    }
  }

  private func serve(_ request: IncomingRequest) async {
    let body = body
    let work = Task { try await body(request) }
    request.onCancel { _ in work.cancel() }
    let result = await withTaskCancellationHandler {
      await work.result
    } onCancel: {
      work.cancel()
    }
    switch result {
    case .success(let bytes): request.respond(body: bytes)
    case .failure(let refusal as Refusal): request.respond(refusal: refusal)
    case .failure(is CancellationError): request.respond(refusal: Self.refusal(of: request.cancelReason))
    case .failure(let error):
      request.link.logger.error(
        "a handler failed", metadata: ["method": "\(request.envelope.method)", "error": "\(type(of: error))"])
      request.respond(refusal: .requestInternal)
    }
  }

  private static func refusal(of reason: LinkActions.CancelReason?) -> Refusal {
    switch reason {
    case .deadline: .requestDeadlineExceeded
    case .byPeer: .requestCancelled
    case .linkClosed, nil: .linkUnavailable
    }
  }
}
