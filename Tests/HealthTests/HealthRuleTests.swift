import Foundation
import MallDomain
import Testing

@testable import Health

@Suite struct HealthRuleTests {
  @Test(arguments: [("2026-03-10", "2031-03-09"), ("2024-02-29", "2029-02-28")])
  func `A licence is valid through the day before the fifth anniversary`(issued: String, through: String) throws {
    #expect(try PracticeLicence.validThrough(issuedOn: day(issued)) == day(through))
  }

  @Test func `A renewal opens six months before the expiry`() throws {
    #expect(try PracticeLicence.renewalOpens(expiry: day("2027-05-31")) == day("2026-11-30"))
  }

  @Test func `Numbers have three digits, after 999 four`() throws {
    let clinic = try #require(Clinic("gigi", at: .hospital))
    #expect([1, 42, 999, 1_000].map(clinic.number) == ["J001", "J042", "J999", "J1000"])
    #expect(Clinic("gigi", at: .hospital)?.name == "gigi")
    #expect(Clinic("akupunktur", at: .hospital) == nil)
  }

  @Test func `A health centre is found as people write it`() throws {
    let areas = try Self.areas()
    for text in ["Puskesmas Kota Gajah", "puskesmas kotagajah", "KOTA GAJAH", " Puskesmas  Kota Gajah "] {
      #expect(Facility(healthCentre: text, areas: areas)?.name == "Puskesmas Kota Gajah", "\(text)")
    }
    for text in ["", "Puskesmas", "Puskesmas Menteng"] {
      #expect(Facility(healthCentre: text, areas: areas) == nil, "\(text)")
    }
  }

  private static func areas() throws -> AreaTable {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try AreaTable(csv: String(contentsOf: root.appending(path: "deploy/data/areas.csv"), encoding: .utf8))
  }

  @Test(arguments: [
    ("2026-11-22", VisitDay.Obstacle.past), ("2026-11-23", nil), ("2026-11-28", nil), ("2026-11-29", .closed),
    ("2026-11-24", .closed), ("2026-12-23", nil), ("2026-12-24", .tooFar),
  ])
  func `Numbers are for open days of the coming month`(date: String, obstacle: VisitDay.Obstacle?) throws {
    let calendar = try WorkingCalendar(csv: "date,kind,name\n2026-11-24,libur,x\n")
    #expect(
      try VisitDay.obstacle(to: day(date), today: day("2026-11-23"), calendar: calendar) == obstacle)
  }
}
