import MallDomain
import MallLink
import MallNode
import MallWire

/// Plays a node that dials, well-behaved and hostile, and looks at how a gateway takes it.
struct GatewayConformance: Sendable {
  var address: NodeAddress
  /// Of a node of the gateway's mall, best a citizen's.
  var credential: Credential

  func report() async -> ConformanceReport {
    var report = ConformanceReport()
    guard let welcome = await handshake(&report) else { return report }
    report.node = welcome.node
    await certificates(&report)
    await breachesOfHandshake(&report)
    await breachesAfterHandshake(&report, limit: welcome.maxFrame)
    await requests(&report, welcome)
    await end(&report)
    return report
  }

  // MARK: - Handshake

  private func handshake(_ report: inout ConformanceReport) async -> Wire.Welcome? {
    guard let conversation = await open() else {
      report.add(
        .link, "It takes TLS connections", .broken("Listen at \(address) with TLS 1.3 and the mall's certificate."))
      return nil
    }
    await conversation.send(hello())
    let seen = await conversation.await { $0.kind == .welcome }
    guard let body = seen.envelope?.body, let welcome = try? Wire.Welcome(decoding: body) else {
      report.add(.link, "It answers hello with welcome", .broken("Answer a good hello with welcome; \(seen.text)."))
      return nil
    }
    report.add(.link, "It answers hello with welcome", .kept)
    report.expect(
      .link, "The welcome chooses a version that hello offered", ProtocolVersion.supported.contains(welcome.version),
      else:
        "Choose a version between version_min and version_max of hello, or say goodbye; it chose \(welcome.version).")
    report.expect(
      .link, "The welcome names a frame size of 1 byte to 4 MiB",
      1...UInt32(LinkLimits.largestFrame) ~= welcome.maxFrame,
      else: "Set max_frame between 1 and \(LinkLimits.largestFrame); it is \(welcome.maxFrame).")
    report.expect(
      .link, "The welcome names a heartbeat and the windows of all three classes",
      welcome.heartbeatMs > 0
        && [welcome.deliveries, welcome.queries, welcome.control].allSatisfy {
          $0.map { $0.requests > 0 && $0.bytes >= welcome.maxFrame } ?? false
        },
      else: "Set heartbeat_ms, and each window to at least one request and one frame of max_frame bytes.")
    report.expect(
      .certificates, "The welcome names the mall of its certificate", welcome.mall == credential.identity.mall,
      else: "Set mall to the mall of the certificate, \(credential.identity.mall); it says \(welcome.mall).")
    await conversation.close()
    return welcome
  }

  private func certificates(_ report: inout ConformanceReport) async {
    guard let stranger = try? await ProbeConnection.dial(host: address.host, port: address.port, credential: nil)
    else {
      report.add(.certificates, "A node without a certificate gets no welcome", .kept)
      return
    }
    let conversation = Conversation(stranger)
    await conversation.send(hello())
    let seen = await conversation.await { $0.kind == .welcome }
    report.expect(
      .certificates, "A node without a certificate gets no welcome", seen.hasEnded,
      else: "Ask for a certificate in the TLS handshake and end the connection without one; \(seen.text).")
    await conversation.close()
  }

  private func breachesOfHandshake(_ report: inout ConformanceReport) async {
    await breach(
      &report, .link, "A hello of unknown versions ends in goodbye(failed_precondition)", .failedPrecondition,
      opening: ProbeConnection.frame(hello(versions: 70...71).encoded()))
    await breach(
      &report, .link, "A hello in another node's name ends in goodbye(permission_denied)", .permissionDenied,
      opening: ProbeConnection.frame(hello(node: credential.identity.node.text + "-other").encoded()))
    await breach(
      &report, .link, "A request before hello ends in goodbye(invalid_argument)", .invalidArgument,
      opening: ProbeConnection.frame(
        Wire.Envelope(kind: .request, id: 1, method: Method.catalogueList.rawValue).encoded()))
    await breach(
      &report, .link, "A handshake that isn't finished in 5 s is ended", nil,
      opening: ProbeConnection.frame([0x08], announcing: 1_000_000))
  }

  private func breachesAfterHandshake(_ report: inout ConformanceReport, limit: UInt32) async {
    for breach in FrameBreach.after(limit: limit) {
      await self.breach(&report, breach.section, breach.expectation, breach.status, greeted: breach.bytes)
    }
    await breach(
      &report, .link, "A second hello ends in goodbye(invalid_argument)", .invalidArgument,
      greeted: ProbeConnection.frame(hello().encoded()))
  }

  /// Sends bytes instead of hello, or after welcome, and waits for the end.
  private func breach(
    _ report: inout ConformanceReport, _ section: ProtocolSection, _ expectation: String, _ status: StatusCode?,
    opening: [UInt8]? = nil, greeted: [UInt8]? = nil
  ) async {
    guard let conversation = await open() else {
      report.add(section, expectation, .notSeen("no connection was taken"))
      return
    }
    if let opening { await conversation.send(opening) }
    if let greeted {
      await conversation.send(hello())
      guard await conversation.await({ $0.kind == .welcome }).envelope != nil else {
        report.add(section, expectation, .notSeen("no welcome came"))
        return
      }
      await conversation.send(greeted)
    }
    let seen = await conversation.awaitEnd()
    report.add(section, expectation, FrameBreach.outcome(of: seen, status))
    await conversation.close()
  }

  // MARK: - Requests

  private func requests(_ report: inout ConformanceReport, _ welcome: Wire.Welcome) async {
    guard let conversation = await greeted() else {
      report.add(.requests, "Requests are answered", .broken("Answer a good hello with welcome each time."))
      return
    }
    await RequestConformance(conversation: conversation, peer: welcome.node).examine(&report)
    let list = await conversation.ask(
      Method.catalogueList.rawValue, body: Wire.ListServicesRequest(pageSize: 2).encoded())
    let page = list.envelope.flatMap { try? Wire.ListServicesResponse(decoding: $0.body) }
    report.expect(
      .methods, "catalogue.list answers with a page of at most page_size services",
      page.map { $0.services.count <= 2 } ?? false,
      else: "Answer catalogue.list with ListServicesResponse, honouring page_size; \(list.text).")
    let unknownFields = await conversation.ask(
      Method.catalogueList.rawValue,
      // Field 1000, a varint: unknown to every version so far.
      body: Wire.ListServicesRequest(pageSize: 1).encoded() + [0xC0, 0x3E, 0x01])
    report.expect(
      .compatibility, "Unknown fields in a request are ignored", unknownFields.envelope?.isOK ?? false,
      else: "Ignore fields that you don't know; \(unknownFields.text).")
    await conversation.close()
  }

  private func end(_ report: inout ConformanceReport) async {
    guard let conversation = await greeted() else { return }
    await conversation.send(Wire.Envelope(kind: .goodbye))
    let seen = await conversation.awaitEnd(within: LinkLimits.drainTimeout + .seconds(2))
    report.expect(
      .link, "After a goodbye it ends the link", seen.hasEnded,
      else: "End the link once nothing is open after a goodbye, after 10 s at the latest; \(seen.text).")
    await conversation.close()
  }

  // MARK: - Connections

  private func open() async -> Conversation? {
    guard
      let connection = try? await ProbeConnection.dial(
        host: address.host, port: address.port, credential: credential)
    else { return nil }
    return Conversation(connection)
  }

  private func greeted() async -> Conversation? {
    guard let conversation = await open() else { return nil }
    await conversation.send(hello())
    return await conversation.await { $0.kind == .welcome }.envelope == nil ? nil : conversation
  }

  private func hello(node: String? = nil, versions: ClosedRange<UInt32> = ProtocolVersion.supported) -> Wire.Envelope {
    let hello = Wire.Hello(
      versionMin: versions.lowerBound, versionMax: versions.upperBound,
      node: node ?? credential.identity.node.text, software: "mall-conform",
      roles: credential.identity.roles.map(\.rawValue).sorted())
    return Wire.Envelope(kind: .hello, body: hello.encoded())
  }
}
