import MallWire

/// A request for the other end of a link, or for a node behind it.
package struct OutgoingRequest: Sendable {
  /// Kind, id and timeout are the link's to fill in.
  package var envelope: Wire.Envelope
  /// Time for the answer: nil is the protocol's 10 s, more than its 60 s is 60 s; deliveries have none.
  package var timeout: Duration?

  /// - Parameters:
  ///   - target: a service code, agency id or node id behind the peer; empty: the peer itself.
  ///   - trace: W3C traceparent.
  package init(
    method: String, target: String = "", body: [UInt8] = [], timeout: Duration? = nil,
    principal: Wire.Principal? = nil, signature: Wire.Signature? = nil, trace: String = ""
  ) {
    envelope = Wire.Envelope(
      kind: .request, method: method, target: target, trace: trace, principal: principal, signature: signature,
      body: body)
    self.timeout = timeout
  }

  /// Passes a received request on, with all that it says, unknown fields too.
  package init(forwarding envelope: Wire.Envelope, timeout: Duration?) {
    self.envelope = envelope
    self.timeout = timeout
  }
}

/// Names an open request of this node on one link.
package struct RequestID: Hashable, Sendable {
  let number: UInt64
}
