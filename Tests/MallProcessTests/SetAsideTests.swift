import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  @Suite(
    "Deliveries that are set aside", .serialized,
    .mall(of: "pos-indonesia", environment: ["MALL_DELIVERY_TRIES": "2"]))
  struct SetAsideTests {
    private struct List: Decodable {
      struct Delivery: Decodable {
        var node: String
        var sequence: Int
        var destination: String
        var kind: String
        var caseId: String?
        var reason: String
        var tries: Int
        var setAsideAt: String?
        var heldBack: Int
      }
      var deliveries: [Delivery]
      var away: [String]
    }

    private func mall(_ arguments: String...) async throws -> CommandRun {
      let data = try TestMall.shared().folder.path
      return try await CommandRun.mall(arguments + ["--data", data, "--format", "json"])
    }

    private func setAside(_ count: Int) async throws -> [List.Delivery] {
      try await Patience.wait(for: "\(count) deliveries to be set aside") {
        let list = try await mall("deliveries", "list").json(List.self)
        return list.deliveries.count == count ? list.deliveries : nil
      }
    }

    @Test("A poison message holds back its own case and nothing else; tried again, it flows in its order")
    func retried() async throws {
      let mall = try TestMall.shared()
      try await PickyAgency.with(at: mall) { agency in
        agency.refuseEverything()
        let poison = try await file(at: mall)
        agency.refuse(poison.caseID)
        agency.acceptEverything()
        let others = [try await file(at: mall), try await file(at: mall)]
        for other in others {
          try await Patience.wait(until: "the other cases to arrive") {
            agency.taken(of: other.caseID) == [DeliveryKind.applicationFiled]
          }
        }
        try await withdraw(poison, at: mall)

        let row = try #require(try await setAside(1).first)
        #expect(row.node == "gateway" && row.destination == "perpustakaan" && row.caseId == poison.caseID)
        #expect(row.kind == DeliveryKind.applicationFiled && row.tries == 2 && row.heldBack == 1)
        #expect(row.reason.hasPrefix("invalid_argument") && row.setAsideAt != nil)
        #expect(agency.taken(of: poison.caseID) == [])

        agency.accept(poison.caseID)
        #expect(try await self.mall("deliveries", "retry", String(row.sequence)).exitCode == 0)
        try await Patience.wait(until: "the case to arrive in its order") {
          agency.taken(of: poison.caseID) == [DeliveryKind.applicationFiled, DeliveryKind.withdrawalFiled]
        }
        #expect(try await setAside(0).isEmpty)
        let again = try await self.mall("deliveries", "retry", String(row.sequence), "--node", "gateway")
        #expect(again.exitCode == 1, "it is set aside no more")
      }
    }

    @Test("Given up with a reason, it lets go what waits behind it")
    func discarded() async throws {
      let mall = try TestMall.shared()
      try await PickyAgency.with(at: mall) { agency in
        agency.refuseEverything()
        let poison = try await file(at: mall)
        try await withdraw(poison, at: mall)
        let row = try #require(try await setAside(1).first)
        agency.acceptEverything()
        #expect(try await self.mall("deliveries", "discard", String(row.sequence), "--reason", "x").exitCode == 65)
        let run = try await self.mall("deliveries", "discard", String(row.sequence), "--reason", "salah kirim")
        #expect(run.exitCode == 0, "\(run.errors)")
        try await Patience.wait(until: "what waited to arrive") {
          agency.taken(of: poison.caseID) == [DeliveryKind.withdrawalFiled]
        }
      }
    }

    @Test("An agency's node is asked through the gateway; nobody else may")
    func atTheAgency() async throws {
      let mall = try TestMall.shared()
      for node in ["general", "pos-indonesia"] {
        let run = try await self.mall("deliveries", "list", "--node", node)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try run.json(List.self).deliveries.isEmpty)
      }
      #expect(try await self.mall("deliveries", "list", "--node", "nowhere").exitCode == 69)
      #expect(try await self.mall("deliveries", "retry", "1", "--agency", "pos-indonesia").exitCode == 1)
      try await mall.acting(as: .officer) { officer in
        let refusal = await #expect(throws: Refusal.self) {
          let _: Wire.ListSetAsideResponse = try await officer.call(
            .deliveryListSetAside, Wire.ListSetAsideRequest(), target: "general")
        }
        #expect(refusal?.code == .permissionDenied)
      }
    }

    private func file(at mall: TestMall) async throws -> FiledCase {
      try await mall.acting(as: .citizen) { try await FiledCase.file(PickyAgency.application, by: $0) }
    }

    private func withdraw(_ filed: FiledCase, at mall: TestMall) async throws {
      try await mall.acting(as: .citizen) { citizen in
        let _: Wire.WithdrawResponse = try await citizen.call(
          .applicationWithdraw,
          Wire.WithdrawRequest(trackingCode: filed.trackingCode, fact: try #require(filed.fact), reason: "batal"))
      }
    }
  }
}
