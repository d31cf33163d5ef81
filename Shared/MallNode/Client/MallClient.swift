import Logging
import MallDomain
import MallLink
import MallWire
import Synchronization

/// A link to a mall's gateway for programs: the command line, tests, counters.
///
/// Runs its link for the time of one closure; calls are typed by their messages.
package struct MallClient: Sendable {
  package let credential: Credential
  private let signer: Signer
  private let link: Link

  /// How long a signed request stays valid: long enough for a slow road, short enough to be useless to a thief.
  private static let signatureLifetime = Duration.seconds(120)

  /// Dials, runs `body`, and says goodbye.
  ///
  /// - Throws: `Refusal` when the mall can't be reached within `patience` or refuses this credential.
  package static func connected<Result: Sendable>(
    to address: NodeAddress, credential: Credential, patience: Duration = .seconds(10),
    logger: Logger = Logger(label: "client", factory: { _ in SwiftLogNoOpLogHandler() }),
    _ body: @escaping @Sendable (MallClient) async throws -> Result
  ) async throws -> Result {
    var configuration = LinkConfiguration(credential: credential, software: NodeVersion.software)
    configuration.logger = logger
    let (states, state) = AsyncStream.makeStream(of: LinkDiallerState.self)
    let dialler = try LinkDialler(
      configuration: configuration, host: address.host, port: address.port, handler: NoRequests(),
      onChange: { state.yield($0) })
    let signer = try Signer(credential)
    let wasConnected = ConnectedFlag()
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await dialler.run()
        return nil
      }
      group.addTask {
        for await case .waiting(_, let reason) in states where reason.needsAttention {
          throw Refusal(.unauthenticated, Message(.linkRefused, reason.text))
        }
        return nil
      }
      group.addTask {
        try await Task.sleep(for: patience)
        // A link that was open once and is lost is dialled again; what waits for it has deadlines of its own.
        guard wasConnected.isSet else {
          throw Refusal(.unavailable, detail: "the gateway at \(address)")
        }
        return nil
      }
      group.addTask {
        let link = try await dialler.connected()
        wasConnected.set()
        let result = try await body(MallClient(credential: credential, signer: signer, link: link))
        link.drain()
        return result
      }
      defer { group.cancelAll() }
      while let finished = try await group.next() {
        if let result = finished { return result }
      }
      throw Refusal(.unavailable, detail: "the gateway at \(address)")
    }
  }

  /// The node at the other end.
  package var gateway: NodeID { link.peer.node }

  /// Calls a method and waits for its answer.
  package func call<Request: WireMessage, Response: WireMessage>(
    _ method: Method, _ request: Request, target: String = "", timeout: Duration? = nil, caseID: String = "",
    answering: Response.Type = Response.self
  ) async throws(Refusal) -> Response {
    let body = request.encoded()
    var outgoing = OutgoingRequest(method: method.rawValue, target: target, body: body, timeout: timeout)
    if MethodTable.row(method).isSigned {
      outgoing.envelope.signature = try signer.sign(
        body, scope: SignatureScope(method: method.rawValue, receiver: target, caseID: caseID),
        at: MallClock.system.now(), validFor: Self.signatureLifetime)
    }
    let envelope = try await link.request(outgoing)
    do {
      return try Response(decoding: envelope.body)
    } catch {
      throw Refusal(.internal, detail: "the answer is no \(Response.messageName)")
    }
  }

  /// Whether the gateway was reached at all.
  private final class ConnectedFlag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
  }

  /// A client answers nothing but the link's own pings.
  private struct NoRequests: LinkHandler {
    func linkOpened(_ link: Link) {}
    func linkClosed(_ link: Link, reason: CloseReason) {}
    func handle(_ request: IncomingRequest) {
      request.respond(refusal: Refusal(.unimplemented, detail: "a client answers no requests"))
    }
  }
}
