import MallDomain
import MallLink
import MallWire

/// One connection to a peer that is looked at, with the little that every conversation needs.
///
/// Pings of the peer are answered; its requests go to `answer`, while something else is waited for.
actor Conversation {
  typealias Answer = @Sendable (Wire.Envelope) async -> Wire.Envelope?

  /// How long a peer may take for one thing, by docs/protocol.md or by courtesy.
  static let patience = Duration.seconds(8)

  let connection: ProbeConnection
  private let answer: Answer
  private var lastID: UInt64 = 0

  init(_ connection: ProbeConnection, answer: @escaping Answer = { _ in nil }) {
    self.connection = connection
    self.answer = answer
  }

  /// How a wait ended.
  enum Seen: Sendable {
    case envelope(Wire.Envelope)
    /// The connection ended; with the goodbye that was said before, if any.
    case ended(Wire.Envelope?)
    case unreadable
    case nothing

    var envelope: Wire.Envelope? {
      if case .envelope(let envelope) = self { envelope } else { nil }
    }

    var hasEnded: Bool {
      if case .ended = self { true } else { false }
    }

    /// What happened instead of what was waited for, for a sentence of advice.
    var text: String {
      switch self {
      case .envelope(let envelope): "it sent \(envelope.kind) with status \(envelope.status?.code ?? 0)"
      case .ended(let goodbye):
        goodbye.map { "it said goodbye with status \($0.status?.code ?? 0)" } ?? "it ended the connection silently"
      case .unreadable: "it sent a frame that can't be read"
      case .nothing: "nothing came"
      }
    }
  }

  func send(_ bytes: [UInt8]) async { await connection.send(bytes) }

  func send(_ envelope: Wire.Envelope) async { await connection.send(envelope) }

  /// Waits for an envelope.
  func await(
    within limit: Duration = patience, _ isWanted: @Sendable (Wire.Envelope) -> Bool
  ) async -> Seen {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    var goodbye: Wire.Envelope?
    while true {
      guard let event = await connection.next(within: max(deadline - clock.now, .zero)) else { return .nothing }
      switch event {
      case .ended: return .ended(goodbye)
      case .unreadable: return .unreadable
      case .envelope(let envelope):
        if isWanted(envelope) { return .envelope(envelope) }
        if envelope.kind == .goodbye { goodbye = envelope }
        await react(to: envelope)
      }
    }
  }

  /// Waits until the connection ends; answers the peer meanwhile.
  func awaitEnd(within limit: Duration = patience) async -> Seen {
    await self.await(within: limit) { _ in false }
  }

  private func react(to envelope: Wire.Envelope) async {
    switch envelope.kind {
    case .ping: await connection.send(Wire.Envelope(kind: .pong, id: envelope.id))
    case .request:
      if var response = await answer(envelope) {
        response.kind = .response
        response.id = envelope.id
        await connection.send(response)
      }
    default: break
    }
  }

  /// Sends a request and waits for its answer.
  ///
  /// - Parameter principal: on whose behalf a gateway asks.
  func ask(
    _ method: String, target: String = "", via: [String] = [], principal: Wire.Principal? = nil, body: [UInt8] = []
  ) async -> Seen {
    lastID += 1
    let id = lastID
    await connection.send(
      Wire.Envelope(
        kind: .request, id: id, method: method, target: target, via: via, principal: principal, body: body))
    return await self.await { $0.kind == .response && $0.id == id }
  }

  func close() async { await connection.close() }
}

extension Wire.Envelope {
  /// The status of an answer, by name.
  var statusName: String {
    StatusCode(rawValue: status?.code ?? 0)?.name ?? "\(status?.code ?? 0)"
  }

  var isOK: Bool { (status?.code ?? 0) == StatusCode.ok.rawValue }
}
