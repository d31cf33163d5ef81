import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  /// Two couples and one bride: whoever comes first at whichever office, nobody is married twice.
  @Suite("A bride who is being registered at two offices at once", .serialized)
  struct MarriageTests {
    private static let register = "disdukcapil"
    private static let west = "kemenag"
    /// The offices of another node, with a database of its own.
    private static let east = "kemenag-timur"
    private static let service = "nikah-di-kua"

    @Test("At two offices of one register exactly one goes on, and the other learns why")
    func oneRegister() async throws {
      try await withOffices { mall in
        _ = try await rival(mall, first: Self.west, second: Self.west)
      }
    }

    @Test("At offices with databases of their own as well; when the first gives up, the other goes on")
    func twoRegisters() async throws {
      try await withOffices { mall in
        let (winner, loser) = try await rival(mall, first: Self.west, second: Self.east)
        try await mall.acting(as: .officer) { officer in
          let _: Wire.CaseStepResponse = try await officer.call(
            .caseDecide,
            Wire.DecideRequest(
              agency: winner.agency, caseID: winner.caseID, decision: "reject", reason: "Dibatalkan pengantin"),
            target: winner.agency, timeout: .seconds(30), caseID: winner.caseID)
          // The bride is given back within seconds.
          try await Patience.wait(until: "the other case to be approved") {
            (try? await officer.approve(loser.caseID, of: loser.agency)) != nil
          }
        }
      }
    }

    /// Has two officers approve at the same time.
    private func rival(
      _ mall: TestMall, first: String, second: String
    ) async throws -> (winner: FiledCase, loser: FiledCase) {
      let cases = try await mall.acting(as: .citizen) { citizen in
        let one = try await Self.application(citizen)
        var other = try await Self.application(citizen)
        // Another groom and another office, and the same bride.
        other.set("nik-wanita", to: try #require(one.value("nik-wanita")))
        return [try await Self.file(one, at: first, citizen), try await Self.file(other, at: second, citizen)]
      }
      try await mall.acting(as: .officer) { officer in
        for filed in cases {
          _ = try await officer.track(filed.trackingCode, until: .received)
          try await officer.claim(filed.caseID, of: filed.agency)
        }
      }
      let refusals = try await withThrowingTaskGroup(of: (Int, Refusal?).self) { group in
        for (index, filed) in cases.enumerated() {
          group.addTask {
            try await mall.acting(as: .officer) { officer in
              do throws(Refusal) {
                try await officer.approve(filed.caseID, of: filed.agency)
                return (index, nil)
              } catch {
                return (index, error)
              }
            }
          }
        }
        return try await group.reduce(into: [Int: Refusal]()) { found, outcome in
          if let refusal = outcome.1 { found[outcome.0] = refusal }
        }
      }
      #expect(refusals.count == 1, "\(refusals)")
      let (loser, refusal) = try #require(refusals.first)
      #expect(refusal.code == .failedPrecondition)
      #expect(refusal.violations.map(\.field) == ["nik-wanita"])
      let reason = refusal.violations.first?.message.text(.english) ?? ""
      #expect(reason.contains("registered in another case") || reason.contains("under way"), "\(reason)")
      return (cases[1 - loser], cases[loser])
    }

    private static func application(_ citizen: MallClient) async throws -> Wire.ApplicationContent {
      var content = try await citizen.example(of: "\(west).\(service)")
      // Households live anywhere in the district: the offices at home recommend.
      content.attachments.append(Wire.Attachment(requirement: "rekomendasi-nikah", shownAtCounter: true))
      return content
    }

    private static func file(
      _ content: Wire.ApplicationContent, at agency: String, _ citizen: MallClient
    ) async throws -> FiledCase {
      var content = content
      content.service = "\(agency).\(service)"
      return try await FiledCase.file(content, by: citizen)
    }

    /// The population register, and the offices of two nodes.
    private func withOffices(_ body: @escaping @Sendable (TestMall) async throws -> Void) async throws {
      let catalogue = try CatalogueCopy(of: [Self.register, Self.west])
      defer { catalogue.remove() }
      let text = try CatalogueCopy.shipped(Self.west)
        .replacing("id: \(Self.west)\n", with: "id: \(Self.east)\n")
        .replacing("\(Self.west).", with: "\(Self.east).").replacing("counter: \"E\"", with: "counter: \"ET\"")
      try text.write(
        to: catalogue.folder.appending(path: "catalogue/\(Self.east).yaml"), atomically: true, encoding: .utf8)
      let plan = TestMall.Plan(
        nodes: [
          .init(name: "identity", program: "identity-service", agencies: [try AgencyID(Self.register)]),
          .init(name: "west", program: "marriage-service", agencies: [try AgencyID(Self.west)]),
          .init(name: "east", program: "marriage-service", agencies: [try AgencyID(Self.east)]),
        ], deploy: catalogue.folder)
      try await TestMall.with(plan) { try await body($0) }
    }
  }
}
