import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import Marriage

/// Officiants are in one place at a time, in the database as in the rules.
@Suite struct CalendarTests {
  private static let day = ["tgl-akad": "2026-12-14", "jam-akad": "09:00", "kua": "KUA Kota Gajah"]

  /// A marriage at one office at one time, whatever the home of the couple.
  private func file(_ world: MarriageWorld, _ changes: [String: String] = [:]) async throws -> CaseFile {
    try await world.file(
      "nikah-di-kua", of: world.household(), Self.day.merging(changes) { $1 }, with: ["rekomendasi-nikah"])
  }

  @Test func `When all officiants are bound, free slots are proposed, and one of them is accepted`() async throws {
    try await MarriageWorld.run { world in
      for _ in 0..<BookingTable.usualOfficiants {
        let file = try await file(world)
        #expect(try await world.blocking(file).isEmpty)
        try await world.charge(file)
        #expect(try await world.blocking(file).isEmpty)
      }
      let late = try await file(world)
      #expect(try await world.blocking(late) == ["calendar jam-akad"])
      let finding = try await world.findings(late).first { $0.rule == "calendar" }
      #expect(
        finding?.text.text(.english).hasSuffix("Free: 2026-12-14 08:30; 2026-12-14 09:30; 2026-12-14 08:00.") == true)
      await #expect(throws: Refusal.self) { try await world.charge(late) }
      let moved = try await file(world, ["jam-akad": "09:30"])
      #expect(try await world.blocking(moved).isEmpty)
    }
  }

  @Test func `The way to a village counts: at home an officiant is bound longer`() async throws {
    try await MarriageWorld.run { world in
      let office = try #require(KUAOffice("Kota Gajah", areas: world.areas))
      try await world.database.write { try BookingTable().setOfficiants(1, of: office, in: $0) }
      let village = try #require(world.areas.villages(of: office.code).first).code.text
      let home = ["tgl-akad": "2026-12-14", "jam-akad": "09:00", "kua": "KUA Kota Gajah", "kampung-akad": village]
      let first = try await world.file(
        "nikah-luar-kua", of: world.household(), home, with: ["rekomendasi-nikah"])
      try await world.charge(first)
      // An hour there, half an hour back.
      #expect(try await world.blocking(file(world, ["jam-akad": "10:29"])) == ["calendar jam-akad"])
      #expect(try await world.blocking(file(world, ["jam-akad": "10:30"])).isEmpty)
      let elsewhere = try await world.file(
        "nikah-luar-kua", of: world.household(), home.merging(["kampung-akad": "18.02.01.2001"]) { $1 },
        with: ["rekomendasi-nikah"])
      #expect(try await world.blocking(elsewhere) == ["N2 kampung-akad"])
    }
  }

  @Test func `A case that ends gives its officiant back`() async throws {
    try await MarriageWorld.run { world in
      let kua = try #require(KUAOffice("Kota Gajah", areas: world.areas))
      try await world.database.write { try BookingTable().setOfficiants(1, of: kua, in: $0) }
      let (first, second) = (try await file(world), try await file(world))
      try await world.charge(first)
      #expect(try await world.blocking(second) == ["calendar jam-akad"])
      let office = world.office
      try await world.database.write { try office.caseEnded(first, in: $0) }
      #expect(try await world.blocking(second).isEmpty)
    }
  }

  @Test func `Of many approvals at once only as many are booked as there are officiants`() async throws {
    try await MarriageWorld.run { world in
      var files: [CaseFile] = []
      for _ in 0..<8 { files.append(try await file(world)) }
      let booked = await withTaskGroup(of: Bool.self) { group in
        for file in files {
          group.addTask { (try? await world.charge(file)) != nil }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(booked == BookingTable.usualOfficiants)
    }
  }

  @Test func `Examples of an office never ask for the same officiant at the same time`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      var slots: Set<String> = []
      for turn in 0..<12 {
        let slug = turn.isMultiple(of: 2) ? "nikah-di-kua" : "nikah-luar-kua"
        let content = try await world.example(try world.service(slug), of: household)
        slots.insert("\(content.values["tgl-akad"] ?? "") \(content.values["jam-akad"] ?? "")")
      }
      #expect(slots.count == 12)
    }
  }
}
