import MallDomain
import MallStore
import Testing

@testable import Tax

@Suite struct AssessmentTests {
  private let owner = "1802071708950003"

  private func enter(_ objects: [(String, Int)], in world: TaxWorld) async throws {
    let (properties, now) = (world.register.properties, world.now)
    let subject = TaxSubject(nik: try NIK(owner), name: "Budi Santoso", address: "Jalan Melati")
    let village = try AreaCode("18.02.07.1001")
    try await world.database.write { transaction in
      for (number, metres) in objects {
        try properties.enter(
          TaxObject(
            number: number, owner: subject, village: village, landArea: metres * 100, buildingArea: 0,
            landValue: Rupiah(200_000), buildingValue: .zero, since: 2020),
          at: now, in: transaction)
      }
    }
  }

  private func assess(_ year: Int, in world: TaxWorld) async throws -> [PropertyAssessment] {
    let (assessments, nik, today) = (world.register.assessments, try NIK(owner), world.today)
    return try await world.database.write { transaction in
      try assessments.assess(owner: nik, year: year, sentOn: today, in: transaction)
      return try assessments.ofOwner(nik, in: transaction)
    }
  }

  @Test func `One object of an owner is exempted a year, also when another comes later`() async throws {
    try await TaxWorld.run { world in
      try await enter([("180207000500100010", 500), ("180207000500100020", 800)], in: world)
      let first = try await assess(2026, in: world)
      #expect(first.map(\.exemption) == [.zero, Rupiah(10_000_000)])
      // 100,000,000 and 150,000,000 at 60 % and 0.2 %
      #expect(first.map(\.tax) == [Rupiah(120_000), Rupiah(180_000)])
      try await enter([("180207000500100030", 5_000)], in: world)
      #expect(try await assess(2026, in: world).map(\.exemption) == [.zero, Rupiah(10_000_000), .zero])
    }
  }

  @Test func `What owes nothing is settled when it is assessed`() async throws {
    try await TaxWorld.run { world in
      try await enter([("180207000500100010", 50)], in: world)
      let assessments = try await assess(2026, in: world)
      #expect(assessments.map(\.tax) == [.zero])
      #expect(assessments.map(\.settledOn) == [world.today])
    }
  }

  @Test func `Owners are sealed`() async throws {
    try await TaxWorld.run { world in
      try await enter([("180207000500100010", 500)], in: world)
      let bytes = try await world.database.read { try #require(try $0.row("SELECT * FROM tax_objects")).bytes("owner") }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains(owner) && !text.contains("Budi"))
    }
  }

  @Test func `Seeding enters a population's property twice without a difference`() async throws {
    try await TaxWorld.run { world in
      let population = SyntheticPopulation(seed: 7, date: world.today, areas: world.tools.areas)
      let properties = population.households(residents: 400).flatMap(\.properties)
      let invented = InventedProperty(register: world.register, date: world.today, at: world.now)
      var counts: [[Int64?]] = []
      for _ in 0..<2 {
        try await world.database.write { try invented.enter(properties, in: $0) }
        counts.append(
          try await world.database.read { transaction in
            try [
              "SELECT COUNT(*) FROM tax_objects", "SELECT COUNT(*) FROM property_assessments",
              "SELECT COUNT(*) FROM property_assessments WHERE settled_on IS NULL AND year < 2026",
              "SELECT COUNT(*) FROM property_assessments WHERE settled_on IS NOT NULL AND tax > 0 AND year = 2026",
            ].map { try transaction.integer($0) }
          })
      }
      #expect(counts[0] == counts[1])
      #expect(counts[0][0] == Int64(properties.count))
      #expect(try #require(counts[0][2]) > 0)
      #expect(counts[0][3] == 0)
    }
  }

  @Test func `Look-ups use their indices`() async throws {
    try await TaxWorld.run { world in
      let plans = [
        ("SELECT * FROM tax_objects WHERE owner_hash = ? ORDER BY nop", "tax_objects_by_owner"),
        ("SELECT * FROM property_assessments WHERE owner_hash = ? ORDER BY year, nop", "property_assessments_by_owner"),
        ("SELECT * FROM tax_bills WHERE nop = ? AND year = ? AND state = 'active'", "tax_bills_active"),
        (
          "SELECT * FROM tax_bills WHERE case_id = ? ORDER BY issued_at DESC, billing_code DESC LIMIT 1",
          "tax_bills_by_case"
        ),
      ]
      for (statement, index) in plans {
        let count = statement.count { $0 == "?" }
        let plan = try await world.database.read { transaction in
          try transaction.rows("EXPLAIN QUERY PLAN " + statement, Array(repeating: .text("x"), count: count))
            .map { try $0.text("detail") }.joined()
        }
        #expect(plan.contains(index), "\(plan)")
      }
    }
  }
}
