import Foundation
import MallDomain
import MallLink
import MallNode
import MallWire

/// Plays a gateway, well-behaved and hostile, and looks at how an agency that dials takes it.
struct AgencyConformance: Sendable {
  var listener: ProbeListener
  /// Of a gateway of the agency's mall.
  var credential: Credential
  /// How long to wait for the agency to dial, the first time and again.
  var patience: Duration

  private static let limits = LinkLimits.standard

  func report() async -> ConformanceReport {
    var report = ConformanceReport()
    let desk = AgencyDesk(gateway: credential.identity)
    guard let conversation = await greet(&report, desk) else { return report }
    let node = report.node ?? ""
    await desk.waitForManifest(over: conversation)
    manifest(await desk.manifest, &report)
    await RequestConformance(conversation: conversation, peer: node).examine(&report)
    await deliveries(&report, desk, conversation)
    await conversation.close()
    await breaches(&report)
    await goodbye(&report)
    return report
  }

  // MARK: - Handshake

  private func greet(_ report: inout ConformanceReport, _ desk: AgencyDesk) async -> Conversation? {
    guard let connection = await listener.accept(within: patience) else {
      report.add(.link, "It dials", .broken("Dial the gateway by TCP and TLS 1.3; nobody did in \(patience)."))
      return nil
    }
    report.add(.link, "It dials", .kept)
    var peer: PeerIdentity?
    if let der = await connection.peerCertificate() {
      do throws(CertificateRefusal) {
        peer = try credential.trust.verify(der: der, for: .tls, at: MallClock.system.now())
        report.add(.certificates, "Its certificate is one of this mall", .kept)
      } catch {
        report.add(.certificates, "Its certificate is one of this mall", .broken("Mend the credential: \(error.text)."))
      }
    } else {
      report.add(
        .certificates, "Its certificate is one of this mall", .broken("Show a certificate in the TLS handshake."))
    }
    report.expect(
      .certificates, "Its certificate has the role agency and names an agency",
      peer.map { $0.roles.contains(.agency) && !$0.agencies.isEmpty } ?? false,
      else: "Get a credential with mall pki issue NODE --role agency --agency ID.")
    let conversation = Conversation(connection) { await desk.answer($0) }
    let seen = await conversation.await(within: LinkLimits.handshakeTimeout) { _ in true }
    guard let envelope = seen.envelope, envelope.kind == .hello, let hello = try? Wire.Hello(decoding: envelope.body)
    else {
      report.add(
        .link, "It says hello within 5 s and before anything else",
        .broken("Send hello as the first frame after the TLS handshake; \(seen.text)."))
      return nil
    }
    report.add(.link, "It says hello within 5 s and before anything else", .kept)
    report.node = hello.node
    report.expect(
      .link, "Hello names the node of the certificate", hello.node == peer?.node.text,
      else: "Set node to the id in the certificate; it says \(hello.node).")
    report.expect(
      .link, "Hello offers a version of this page",
      hello.versionMin <= ProtocolVersion.supported.upperBound
        && hello.versionMax >= ProtocolVersion.supported.lowerBound,
      else:
        "Offer version \(ProtocolVersion.supported.upperBound); it offers \(hello.versionMin) to \(hello.versionMax).")
    await conversation.send(welcome())
    return conversation
  }

  private func manifest(_ agency: Wire.Agency?, _ report: inout ConformanceReport) {
    guard let wire = agency else {
      report.add(
        .agency, "It publishes its catalogue", .broken("Send catalogue.publish with the whole Agency after welcome."))
      return
    }
    report.add(.agency, "It publishes its catalogue", .kept)
    let expectation = "What it publishes is a catalogue that a mall takes"
    do {
      let agency = try Agency(wire: wire)
      let issues = AgencyCheck.issues(agency)
      report.expect(
        .agency, expectation, issues.isEmpty,
        else: "Mend " + issues.map { "\($0.field): \($0.text)" }.joined(separator: "; "))
    } catch {
      report.add(.agency, expectation, .broken("Mend the Agency: \(error)"))
    }
  }

  private func welcome() -> Wire.Envelope {
    func window(_ kind: RequestClass) -> Wire.Window {
      let window = Self.limits.window(of: kind)
      return Wire.Window(requests: UInt32(window.requests), bytes: UInt32(window.bytes))
    }
    let welcome = Wire.Welcome(
      version: ProtocolVersion.supported.upperBound, node: credential.identity.node.text, software: "mall-conform",
      mall: credential.identity.mall, maxFrame: UInt32(Self.limits.maximumFrame), heartbeatMs: 15_000,
      deliveries: window(.delivery), queries: window(.query), control: window(.control),
      mallTimeMs: MallClock.system.now().milliseconds)
    return Wire.Envelope(kind: .welcome, body: welcome.encoded())
  }

  // MARK: - Deliveries

  private func deliveries(
    _ report: inout ConformanceReport, _ desk: AgencyDesk, _ conversation: Conversation
  ) async {
    let expectation = "An application that is delivered is acknowledged"
    guard let agency = await desk.manifest, let service = agency.services.first else {
      report.add(.deliveries, expectation, .notSeen("it published no service"))
      return
    }
    let example = await conversation.ask(
      Method.catalogueExample.rawValue, target: service.code,
      principal: Wire.Principal(
        role: Role.operator.rawValue, subject: "conform", voucher: credential.identity.node.text),
      body: Wire.ExampleRequest(service: service.code).encoded())
    let made = example.envelope.flatMap { $0.isOK ? try? Wire.ExampleResponse(decoding: $0.body) : nil }
    guard let content = made?.content else {
      report.add(
        .agency, "It makes examples of its services",
        .notSeen("of \(service.code) " + (example.envelope.map { "it answered \($0.statusName)" } ?? example.text)))
      report.add(.deliveries, expectation, .notSeen("there is no application to deliver"))
      return
    }
    report.add(.agency, "It makes examples of its services", .kept)
    let filing = Filing(agency: agency.id, service: service, content: content)
    let first = await conversation.ask(Method.deliveryDeliver.rawValue, body: filing.delivery.encoded())
    report.expect(
      .deliveries, expectation, first.envelope?.isOK ?? false,
      else: "Keep the application and answer ok; "
        + (first.envelope.map { "it answered \($0.statusName)." } ?? "\(first.text)."))
    let again = await conversation.ask(Method.deliveryDeliver.rawValue, body: filing.delivery.encoded())
    let repeated = again.envelope.flatMap { try? Wire.DeliverResponse(decoding: $0.body) }
    report.expect(
      .deliveries, "A delivery that comes again is answered as repeated, and has no second effect",
      repeated?.repeated ?? false,
      else: "Record a delivery's name in the transaction of its effect, and answer a known name with repeated set.")
    let forged = await conversation.ask(Method.deliveryDeliver.rawValue, body: filing.sameNameOtherContent.encoded())
    report.expect(
      .deliveries, "The same name with other content already exists",
      forged.envelope?.status?.code == StatusCode.alreadyExists.rawValue,
      else: "Record the content's hash with the name, and refuse other content with already_exists.")
    await events(&report, desk, conversation, filing)
  }

  /// What the agency tells of the application.
  private func events(
    _ report: inout ConformanceReport, _ desk: AgencyDesk, _ conversation: Conversation, _ filing: Filing
  ) async {
    await desk.waitForEvent(of: filing.caseID, over: conversation)
    let told = await desk.told(of: filing.caseID)
    guard let first = told.first else {
      report.add(
        .agency, "It tells the step received", .broken("Deliver a case-event of type received, step 1, to the gateway.")
      )
      return
    }
    let event = try? Wire.CaseEvent(decoding: first.content)
    report.expect(
      .agency, "It tells the step received", event.map { $0.type == "received" && $0.step == 1 } ?? false,
      else: "Deliver a case-event of type received with step 1 first.")
    report.expect(
      .deliveries, "A delivery that was unavailable is sent again under its name",
      told.count > 1 && told[1].epoch == first.epoch && told[1].sequence == first.sequence
        && told[1].content == first.content,
      else: "Send a delivery that got unavailable again, with the same epoch, sequence and content.")
    report.expect(
      .deliveries, "Its deliveries bear an epoch and the case as ordering key",
      first.epoch != 0 && first.orderingKey == filing.caseID,
      else: "Draw a random epoch when the database is made, and set ordering_key to the case's id.")
    report.expect(
      .signedBodies, "Its case events are signed by its own certificate, for this gateway",
      await desk.isSigned(first, trust: credential.trust),
      else: "Sign content with the method case-event and the receiver \(credential.identity.node).")
  }

  // MARK: - Hostility

  private func breaches(_ report: inout ConformanceReport) async {
    for breach in FrameBreach.after(limit: UInt32(Self.limits.maximumFrame)) {
      guard let conversation = await greetAgain(&report, breach.section, breach.expectation) else { return }
      await conversation.send(breach.bytes)
      report.add(
        breach.section, breach.expectation, FrameBreach.outcome(of: await conversation.awaitEnd(), breach.status))
      await conversation.close()
    }
  }

  private func goodbye(_ report: inout ConformanceReport) async {
    let expectation = "After a goodbye it ends the link, and dials again"
    guard let conversation = await greetAgain(&report, .link, expectation) else { return }
    await conversation.send(Wire.Envelope(kind: .goodbye))
    let seen = await conversation.awaitEnd(within: LinkLimits.drainTimeout + .seconds(2))
    await conversation.close()
    report.expect(
      .link, expectation, await listener.accept(within: patience) != nil && seen.hasEnded,
      else:
        "End the link once nothing is open, then dial again with a jittered back-off of 0.1 s to 30 s; \(seen.text).")
  }

  private func greetAgain(
    _ report: inout ConformanceReport, _ section: ProtocolSection, _ expectation: String
  ) async -> Conversation? {
    guard let connection = await listener.accept(within: patience) else {
      report.add(
        .link, "It dials again when a link ended",
        .broken("Dial again with a jittered back-off of 0.1 s to 30 s when a link ends; nobody did in \(patience)."))
      return nil
    }
    let desk = AgencyDesk(gateway: credential.identity)
    let conversation = Conversation(connection) { await desk.answer($0) }
    guard await conversation.await({ $0.kind == .hello }).envelope != nil else {
      report.add(section, expectation, .notSeen("no hello came"))
      return nil
    }
    await conversation.send(welcome())
    return conversation
  }
}
