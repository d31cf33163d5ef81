import MallDomain
import MallLink
import MallWire

/// What either side must do with requests, whoever dialled.
struct RequestConformance {
  var conversation: Conversation
  /// The other side's node id.
  var peer: String

  func examine(_ report: inout ConformanceReport) async {
    await conversation.send(Wire.Envelope(kind: .ping, id: 4711))
    let pong = await conversation.await { $0.kind == .pong }
    report.expect(
      .link, "It answers ping with pong and the same id", pong.envelope?.id == 4711,
      else: "Answer each ping at once with a pong that bears its id; \(pong.text).")

    await expect(
      &report, .methods, "An unknown method is unimplemented, and the link stays", .unimplemented,
      await conversation.ask("catalogue.invent"))
    await expect(
      &report, .envelope, "A body that can't be read is an invalid argument, and the link stays", .invalidArgument,
      await conversation.ask(Method.nodeHealth.rawValue, body: [0xFF, 0xFF, 0xFF]))
    await expect(
      &report, .envelope, "A request that passed through it before is a loop", .failedPrecondition,
      await conversation.ask(Method.nodeHealth.rawValue, via: [peer]))
    let health = await conversation.ask(Method.nodeHealth.rawValue)
    let answer = health.envelope.flatMap { try? Wire.HealthResponse(decoding: $0.body) }
    report.expect(
      .methods, "node.health tells its name and state", answer.map { $0.node == peer && !$0.state.isEmpty } ?? false,
      else: "Answer node.health with the node's id and its state; \(health.text).")
  }

  private func expect(
    _ report: inout ConformanceReport, _ section: ProtocolSection, _ expectation: String, _ status: StatusCode,
    _ seen: Conversation.Seen
  ) async {
    report.expect(
      section, expectation, seen.envelope?.status?.code == status.rawValue,
      else: "Answer with the status \(status.name); "
        + (seen.envelope.map { "it answered \($0.statusName)." } ?? "\(seen.text)."))
  }
}
