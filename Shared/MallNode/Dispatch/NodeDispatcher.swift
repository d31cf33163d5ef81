import Logging
import MallDomain
import MallLink
import MallWire
import NIOCore

/// Takes each request from its link to the one who answers it: the method table decides who may call, a forwarder
/// sends on what is for another node, and a handler of this node answers the rest.
package final class NodeDispatcher: LinkHandler {
  /// Sends requests on, on the link's event loop. Answers whether it took the request.
  package typealias Forwarder = @Sendable (IncomingRequest, Call) -> Bool

  private let handlers: MethodHandlers
  private let forward: Forwarder
  private let admission: Admission?
  private let verifier: SignatureVerifier
  private let logger: Logger
  private let asynchronous: AsyncRequestHandler
  private let opened: @Sendable (Link) -> Void
  private let closed: @Sendable (Link, CloseReason) -> Void

  package init(
    handlers: MethodHandlers, verifier: SignatureVerifier, logger: Logger,
    forward: @escaping Forwarder = { _, _ in false }, admission: Admission? = nil,
    opened: @escaping @Sendable (Link) -> Void = { _ in },
    closed: @escaping @Sendable (Link, CloseReason) -> Void = { _, _ in }
  ) {
    self.handlers = handlers
    self.forward = forward
    self.admission = admission
    self.verifier = verifier
    self.logger = logger
    self.opened = opened
    self.closed = closed
    self.asynchronous = AsyncRequestHandler(opened: { _ in }, closed: { _, _ in }) { request in
      defer { admission?.leave(request.peer) }
      let call = try Self.authorize(request)
      return try await Self.answer(request, call, handlers: handlers, verifier: verifier, logger: logger)
    }
  }

  package func linkOpened(_ link: Link) { opened(link) }

  package func linkClosed(_ link: Link, reason: CloseReason) { closed(link, reason) }

  package func handle(_ request: IncomingRequest) {
    do {
      let call = try Self.authorize(request)
      guard !forward(request, call) else { return }
      try admission?.enter(request.peer)
    } catch {
      request.respond(refusal: error)
      return
    }
    asynchronous.handle(request)
  }

  package func readPause(for peer: PeerIdentity) -> TimeAmount? { admission?.readPause(for: peer) }

  package func run() async {
    await asynchronous.run()
  }

  /// The one check of who may call what, before anything of the body is read.
  private static func authorize(_ request: IncomingRequest) throws(Refusal) -> Call {
    let envelope = request.envelope
    guard let method = Method(rawValue: envelope.method) else {
      throw Refusal(.unimplemented, detail: "this method")
    }
    let principal = try Principal(of: envelope, from: request.peer)
    let peer = MethodTable.Peer(
      node: request.peer.node, roles: request.peer.roles, agencies: request.peer.agencies)
    try MethodTable.authorize(method: method, principal: principal, peer: peer)
    return Call(
      method: method, target: envelope.target, principal: principal, peer: request.peer, link: request.link,
      author: nil, timeLeft: request.timeLeft)
  }

  private static func answer(
    _ request: IncomingRequest, _ call: Call, handlers: MethodHandlers, verifier: SignatureVerifier, logger: Logger
  ) async throws -> [UInt8] {
    guard let handler = handlers[call.method] else {
      throw Refusal(.unimplemented, detail: call.method.rawValue)
    }
    var call = call
    if MethodTable.row(call.method).isSigned {
      guard let signature = request.envelope.signature else {
        throw Refusal(.unauthenticated, detail: "\(call.method.rawValue) without its author's signature")
      }
      let author = try verifier.verify(signature, method: call.method.rawValue, body: request.envelope.body)
      try require(author, speaksFor: call.principal)
      // A node may serve several agencies: what was signed for one of them opens nothing at another.
      guard call.target.isEmpty || signature.receiver == call.target else {
        throw Refusal(.permissionDenied, detail: "a signature for another receiver")
      }
      call.author = author
      // What the author may act for stands in the author's certificate, not in the forwarder's word.
      call.principal.agencies = author.agencies
    }
    do {
      return try await handler(request.envelope.body, call)
    } catch let refusal as Refusal {
      throw refusal
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      // Our own bug: the caller gets a reference, the log gets the error, which holds no values by contract.
      logger.error("A request failed", metadata: ["method": "\(call.method.rawValue)", "reason": "\(error)"])
      throw Refusal(.internal)
    }
  }

  /// A signature counts only when its author is who the request says it comes from.
  private static func require(_ author: PeerIdentity, speaksFor principal: Principal) throws(Refusal) {
    let name = author.subject ?? author.node.text
    guard author.roles.contains(principal.role), name == principal.subject else {
      throw Refusal(.permissionDenied, detail: "a signature of somebody else")
    }
  }
}

extension Principal {
  /// On whose behalf an envelope comes: the peer's own certificate says, unless the peer names somebody for whom
  /// it forwards. Whether it may vouch for them, the method table decides.
  package init(of envelope: Wire.Envelope, from peer: PeerIdentity) throws(Refusal) {
    guard let named = envelope.principal else {
      self = Principal(peer)
      return
    }
    guard let role = Role(rawValue: named.role) else {
      throw Refusal(.invalidArgument, detail: "an unknown role")
    }
    do {
      var agencies: Set<AgencyID> = []
      for text in named.agencies {
        agencies.insert(try AgencyID(text))
      }
      let voucher = named.voucher.isEmpty ? peer.node : try NodeID(named.voucher)
      self.init(role: role, subject: named.subject, voucher: voucher, agencies: agencies)
    } catch {
      throw Refusal(.invalidArgument, detail: error.description)
    }
  }

  /// The principal that a certificate itself names.
  package init(_ peer: PeerIdentity) {
    // A node has one role in practice; where there are several, the one that acts most narrowly speaks.
    let role = Role.allCases.first { peer.roles.contains($0) } ?? .citizen
    self.init(
      role: role, subject: peer.subject ?? peer.node.text, voucher: peer.node, agencies: peer.agencies)
  }

  package var wire: Wire.Principal {
    Wire.Principal(
      role: role.rawValue, subject: subject, voucher: voucher.text, agencies: agencies.map(\.text).sorted())
  }
}
