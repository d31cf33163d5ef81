import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests.SharedMallTests {
  @Suite("Watching")
  struct WatchTests {
    private static let services = ["polres.skck", "pos-indonesia.kirim-dokumen", "samsat.pajak-tahunan"]

    @Test("Every node answers /metrics and /health")
    func endpoints() async throws {
      let mall = try TestMall.shared()
      for name in mall.nodeNames {
        let metrics = try await mall.get("/metrics", of: name)
        #expect(metrics.hasPrefix("HTTP/1.1 200"), "\(name)")
        #expect(metrics.contains("mall_requests_total"), "\(name)")
        let health = try await mall.get("/health", of: name)
        #expect(health.hasPrefix("HTTP/1.1 200"), "\(name)")
        #expect(health.contains("\"state\":\"serving\""), "\(name)")
        #expect(try await mall.get("/anything", of: name).hasPrefix("HTTP/1.1 404"))
      }
    }

    @Test("Neither metrics, health nor logs name a person or show a tracking code")
    func privacy() async throws {
      let mall = try TestMall.shared()
      let cases = try await mall.acting(as: .citizen) { citizen in
        var cases: [FiledCase] = []
        for service in Self.services {
          let filed = try await FiledCase.file(service, by: citizen)
          _ = try await citizen.track(filed.trackingCode, until: .received)
          cases.append(filed)
        }
        // What is refused must not be told either.
        var content = cases[0].content
        content.set("nik", to: "1899999999999999")
        _ = await #expect(throws: Refusal.self) { try await citizen.submit(content, key: UUID().uuidString) }
        return cases
      }
      let secrets =
        ["1899999999999999"] + cases.map(\.trackingCode)
        + cases.flatMap { $0.content.values.map(\.value).filter(Self.isPersonal) }
      #expect(secrets.count > 2 * cases.count)
      for name in mall.nodeNames {
        let seen =
          try await mall.get("/metrics", of: name) + mall.get("/health", of: name) + mall.process(name).logText
        #expect(secrets.filter { seen.contains($0) } == [], "at \(name)")
      }
    }

    private static func isPersonal(_ value: String) -> Bool {
      (try? NIK(value)) != nil || PhoneNumber(value) != nil
    }
  }
}
