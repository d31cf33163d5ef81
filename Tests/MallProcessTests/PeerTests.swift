import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  @Suite("A peer of foreign make", .serialized, .mall(of: "pos-indonesia"))
  struct PeerTests {
    /// A line of what the peer says.
    private struct Line: Decodable {
      var event: String
      var mall: String?
      var version: Int?
      var services: [String]?
      var trackingCode: String?
      var again: String?
      var state: String?
      var type: String?
      var pending: [String]?
    }

    private static let service = "pos-indonesia.kirim-dokumen"

    @Test("As a citizen's program it shakes hands, reads the catalogue, applies and tracks")
    func citizen() async throws {
      let mall = try TestMall.shared()
      _ = try mall.badges.credential(.citizen)
      let run = try await CommandRun.run(
        BuiltPrograms.python, Self.arguments(mall, "citizen") + ["citizen", "--service", Self.service])
      #expect(run.exitCode == 0, "\(run.errors)")
      let lines = try Self.lines(run.output)
      #expect(lines.map(\.event) == ["welcome", "catalogue", "search", "accepted", "tracked"])
      #expect(lines.first?.mall == "mal-uji" && lines.first?.version == 1)
      let expected = try await mall.acting(as: .citizen) { try await $0.services() }.map(\.code)
      #expect(lines[1].services?.sorted() == expected.sorted())
      #expect(lines[2].services?.first == Self.service)
      #expect(lines[3].again == lines[3].trackingCode, "the same key, the same answer")
      #expect(lines[4].state == "received")
    }

    @Test("As an agency it publishes its service, and takes an application to its document")
    func agency() async throws {
      let mall = try TestMall.shared()
      _ = try mall.badges.issue("perpustakaan", role: .agency, agencies: [try AgencyID("perpustakaan")])
      let output = mall.folder.appending(path: "peer.out")
      let peer = try await RunningProcess.start(
        "peer", program: BuiltPrograms.python,
        arguments: Self.arguments(mall, "perpustakaan") + ["agency", "--cases", "1"], output: output,
        log: mall.folder.appending(path: "logs/peer.log"))
      defer { if peer.isRunning { peer.signal(SIGKILL) } }
      try await Patience.wait(until: "the library to be listed") {
        guard peer.isRunning else { throw OutOfPatience(description: peer.logText) }
        return try await mall.agencies().contains { $0.id == "perpustakaan" && $0.connected && $0.services == 1 }
      }
      try await mall.acting(as: .citizen) { citizen in
        let hits: Wire.ListServicesResponse = try await citizen.call(
          .catalogueSearch, Wire.SearchRequest(text: "library"))
        #expect(hits.services.first?.code == "perpustakaan.kartu-anggota")
        let filed = try await FiledCase.file("perpustakaan.kartu-anggota", by: citizen)
        let track = try await citizen.track(filed.trackingCode, until: .issued)
        #expect(track.timeline.map(\.type) == ["submitted", "received", "claimed", "approved", "issued"])
        let document = try await citizen.document(filed.trackingCode, fact: try #require(filed.fact))
        #expect(document.number == "PUS-\(filed.caseID)")
        #expect(document.holder == "Siti Contoh")
      }
      let status = try await peer.ended()
      #expect(status.isSuccess, "\(peer.logText)")
      let told = try Self.lines(String(contentsOf: output, encoding: .utf8))
      #expect(told.compactMap(\.type) == ["received", "claimed", "approved", "issued"])
      #expect(told.first { $0.event == "published" }?.pending == [])
    }

    static func arguments(_ mall: TestMall, _ credential: String, gateway: NodeAddress? = nil) -> [String] {
      let folder = BuiltPrograms.packageFolder
      return [
        "-B", folder.appending(path: "Tests/MallProcessTests/Peer/peer.py").path, "--gateway",
        "\(gateway ?? mall.address)",
        "--credential", mall.badges.file(credential).path,
        "--schema", folder.appending(path: "Shared/MallWire/Schema").path,
      ]
    }

    private static func lines(_ text: String) throws -> [Line] {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try text.split(separator: "\n").map { try decoder.decode(Line.self, from: Data($0.utf8)) }
    }
  }
}
