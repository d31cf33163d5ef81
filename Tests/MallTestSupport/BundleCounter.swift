import MallDomain
import MallNode
import MallWire
import Testing

/// The counters behind a bundle: each brings its part to its document.
package struct BundleCounter: Sendable {
  package var code: String
  package var fact: String

  package init(code: String, fact: String) {
    self.code = code
    self.fact = fact
  }

  /// Approves and issues a part, and gives what the citizen then holds.
  package func finish(_ index: Int, _ counter: Counter) async throws -> Wire.Document {
    let caseID = try await caseID(of: index, counter.officer)
    let part = try await counter.officer.track(code).parts[index]
    let filed = FiledCase(
      service: part.service, content: Wire.ApplicationContent(service: part.service),
      trackingCode: part.trackingCode, caseID: caseID, fact: fact)
    try await counter.approve(filed)
    let issued = try await counter.officer.issue(caseID, of: filed.agency)
    _ = try await counter.officer.track(part.trackingCode, until: .issued)
    return try #require(issued.output)
  }

  /// A part's case in its agency's inbox, which is in the order of filing: the first that waits.
  package func caseID(of index: Int, _ officer: MallClient) async throws -> String {
    try await Patience.wait(for: "the case of part \(index)") {
      let part = try await officer.track(code).parts[index]
      guard !part.trackingCode.isEmpty else { return nil }
      let agency = String(part.service.prefix { $0 != "." })
      return try await officer.cases(of: agency, service: part.service).first { $0.state == "received" }?.caseID
    }
  }
}
