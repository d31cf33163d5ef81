import Foundation
import MallDomain
import MallLink
import MallNode
import MallStore
import MallTestSupport
import Testing

/// docs/limits.md says what the code does.
@Suite("The page of limits")
struct LimitsPageTests {
  private static let values: [String: Int] = {
    let links = LinkLimits.standard
    let connections = LinkServerOptions()
    let admission = AdmissionControl.Limits()
    let database = DatabaseOptions()
    let outbox = OutboxLimits()
    let blobs = BlobLimits()
    return [
      "frame before the handshake, and by default after it": links.maximumFrame,
      "largest frame that a welcome may name": LinkLimits.largestFrame,
      "handshake, s": seconds(LinkLimits.handshakeTimeout),
      "from the first byte of a frame to its last, s": seconds(LinkLimits.frameTimeout),
      "silence before a ping, s": seconds(links.heartbeat), "unanswered pings": LinkLimits.unansweredPings,
      "a peer that takes no byte while some wait, s": seconds(LinkLimits.slowReaderTimeout),
      "bytes that wait for a peer to read": links.outgoingBuffer, "deliveries at once": links.deliveries.requests,
      "queries at once": links.queries.requests, "control requests at once": links.control.requests,
      "requests that wait for a place in the window": links.queue.requests,
      "patience for an answer where none is named, s": seconds(LinkLimits.standardTimeout),
      "longest patience, s": seconds(LinkLimits.longestTimeout),
      "nodes that a request passes through": LinkLimits.maximumHops,
      "goodbye to the end, s": seconds(LinkLimits.drainTimeout),
      "connections at once": connections.maximumConnections,
      "connections at once from one address": connections.maximumConnectionsPerSource,
      "new connections from one address, at once": connections.connectionRate.burst,
      "new connections from one address, a second": connections.connectionRate.perSecond,
      "failed handshakes from one address, at once": connections.failureRate.burst,
      "failed handshakes from one address, a second": connections.failureRate.perSecond,
      "wait under any load, ms": Int(admission.patience / .milliseconds(1)),
      "rest between reads from who is being refused, ms": Int(Admission.rest.nanoseconds / 1_000_000),
      "requests at once on the slowest machine": admission.least,
      "requests at once before the machine's speed is known": admission.most,
      "writes that wait for a commit": database.maximumQueuedWrites,
      "writes that share a commit": database.maximumWritesPerCommit, "one read, s": seconds(database.readLimit),
      "refusals within an hour until a delivery is set aside": outbox.refusals,
      "deliveries on their way to one destination": outbox.window,
      "deliveries to one destination in memory": outbox.lookAhead, "file of a case": blobs.size,
      "chunk of a file": blobs.chunk, "files that an uploader has waiting": blobs.perUploader,
      "all files of a node": blobs.total,
      "values, files, attachments and consents of an application": FormLimits.entries,
      "all texts of an application": FormLimits.totalTextBytes, "one text": FormLimits.textBytes,
      "all files of an application": Int(FormLimits.totalFileBytes), "a manifest": CatalogueLimits.fileBytes,
      "nesting of a manifest": CatalogueLimits.nesting,
      "services of an agency": CatalogueLimits.servicesPerAgency,
      "questions of a form": CatalogueLimits.fieldsPerForm,
      "requirements of a service": CatalogueLimits.requirementsPerService,
      "rows of a page of a list": CatalogueLimits.largestPage, "a search text": CatalogueLimits.longestQuery,
    ]
  }()

  private static func seconds(_ duration: Duration) -> Int { Int(duration.components.seconds) }

  private struct Row {
    var limit: String
    var value: Int
    var flags: [String]
  }

  private static func rows() throws -> [Row] {
    let page = BuiltPrograms.packageFolder.appending(path: "docs/limits.md")
    return try String(contentsOf: page, encoding: .utf8).split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 6, let value = Int(cells[2]) else { return nil }
      let flags = cells[3].split(separator: "`").map(String.init).filter { $0.hasPrefix("--") || $0.hasPrefix("MALL_") }
      return Row(limit: cells[1], value: value, flags: flags)
    }
  }

  @Test("Each value of the page is the code's, and each of the code is on the page")
  func values() throws {
    let rows = try Self.rows()
    for row in rows { #expect(Self.values[row.limit] == row.value, "\(row.limit)") }
    #expect(Set(rows.map(\.limit)) == Set(Self.values.keys))
  }

  @Test("The flags and variables of the page are in the gateway's help")
  func flags() async throws {
    let named = try Self.rows().flatMap(\.flags)
    #expect(named.count >= 12)
    let help = try await CommandRun.run(BuiltPrograms.path(BuiltPrograms.gateway), ["--help"]).output
    for name in named { #expect(help.contains(name), "\(name)") }
  }
}
