import Testing

@testable import MallDomain

@Suite struct AreaTableTests {
  @Test func `The district has 28 sub-districts and 311 villages`() throws {
    let areas = try TestData.areas()
    #expect(areas.areas.count == 355)
    #expect(areas.subdistricts.count == 28)
    #expect(areas.subdistricts.map { areas.villages(of: $0.code).count }.reduce(0, +) == 311)
    #expect(areas.areas.allSatisfy { area in area.code.parent.map { areas.area($0) != nil } ?? true })
  }

  @Test func `Villages are found with and without dots, and nothing else is a village`() throws {
    let areas = try TestData.areas()
    let village = try #require(areas.areas.first { $0.level == .ruralVillage })
    #expect(areas.village(village.code) == village)
    #expect(try AreaCode(village.code.digits) == village.code)
    #expect(areas.village(try AreaCode("18.02.07")) == nil)
    #expect(areas.village(try AreaCode("18.02.07.9999")) == nil)
    #expect(areas.shortAddress(of: village.code)?.hasPrefix("Kp. \(village.name), Kec. ") == true)
  }

  @Test func `Standing of a sub-district's code`() throws {
    let areas = try TestData.areas()
    #expect(areas.standing(of: try AreaCode("18.02.07")) == .subdistrict)
    #expect(areas.standing(of: try AreaCode("18.71.01")) == .district)
    #expect(areas.standing(of: try AreaCode("99.02.07")) == .unknown)
  }

  @Test(arguments: ["", "1", "18.2", "18.02.", "18.02.07.001", "180207", "18.02.07.2001.1", "18-02", "١٨"])
  func `What is no area code is refused`(text: String) {
    #expect(throws: InvalidIdentifier.self) { try AreaCode(text) }
  }

  @Test(arguments: [
    "code,level,name,parent\n18,negara,x,", "code,level,name,parent\n18,provinsi,x,\n18,provinsi,y,",
    "code,level,name,parent\n18.02,kabupaten,x,", "code,level,name\n",
  ])
  func `A damaged table is refused`(csv: String) {
    #expect(throws: Refusal.self) { try AreaTable(csv: csv) }
  }
}
