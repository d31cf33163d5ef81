import MallDomain
import Testing

@testable import Tax

@Suite struct PropertyTaxTests {
  @Test func `Property tax follows the published examples`() throws {
    for row in try Vectors.rows("pbb") {
      let rates = PropertyTax.Rates(
        exemption: Rupiah(try #require(Int64(row[1]))), share: try percentage(row[2]), tariff: try percentage(row[3]),
        minimum: .zero)
      let tax = PropertyTax.tax(
        value: Rupiah(try #require(Int64(row[0]))), exemption: rates.exemption, rates: rates)
      #expect(tax == Rupiah(try #require(Int64(row[4]))), "\(row)")
    }
  }

  private func percentage(_ text: String) throws -> Percentage {
    let parts = text.split(separator: ".")
    let hundredths = parts.count == 1 ? "00" : (parts[1] + "0").prefix(2)
    return Percentage(basisPoints: try #require(Int64(parts[0] + hundredths)))
  }

  @Test func `Areas in hundredths of a square metre are valued exactly and floored once`() {
    let value = PropertyTax.value(
      landArea: 50_033, landValue: Rupiah(200_001), buildingArea: 6_001, buildingValue: Rupiah(999_999))
    // 500.33 x 200,001 + 60.01 x 999,999 = 100,066,500.33 + 60,009,939.99
    #expect(value == Rupiah(160_076_440))
  }

  @Test func `The least that is asked holds only where something is owed`() {
    let rates = PropertyTax.Rates(
      exemption: .zero, share: Percentage(percent: 20), tariff: Percentage(basisPoints: 10), minimum: Rupiah(5_000))
    #expect(PropertyTax.tax(value: Rupiah(1_000_000), exemption: .zero, rates: rates) == Rupiah(5_000))
    #expect(PropertyTax.tax(value: .zero, exemption: .zero, rates: rates) == .zero)
  }

  @Test func `The exemption goes to the object of the highest value, of equals to the first number`() {
    let objects = [("3", Rupiah(50)), ("2", Rupiah(90)), ("1", Rupiah(90))].map { (number: $0.0, value: $0.1) }
    #expect(PropertyTax.exempted(among: objects) == "1")
    #expect(PropertyTax.exempted(among: []) == nil)
  }

  @Test func `Before its first day the tax is not in force, which is no tax of zero`() throws {
    #expect(throws: Refusal.self) { try PropertyTax.rates(year: 2023) }
    #expect(try PropertyTax.rates(year: 2024).share == Percentage(percent: 60))
  }

  @Test func `A period of a setting includes both its ends`() throws {
    let setting = DatedSetting(
      name: "x",
      periods: [
        .init(from: "2024-01-05", through: "2024-12-31", 1, source: "A"), .init(from: "2025-01-01", 2, source: "B"),
      ])
    #expect(throws: Refusal.self) { try setting.value(on: day("2024-01-04")) }
    #expect(try setting.value(on: day("2024-01-05")) == 1)
    #expect(try setting.value(on: day("2024-12-31")) == 1)
    #expect(try setting.value(on: day("2025-01-01")) == 2)
  }

  @Test func `A due date moves to a working day when it is printed`() throws {
    let calendar = try WorkingCalendar(
      csv: "date,kind,name\n2026-09-30,libur,x\n2026-10-01,cuti-bersama,x\n")
    #expect(try PropertyTax.dueDate(sentOn: day("2026-03-31"), calendar: calendar) == day("2026-10-02"))
  }
}

func day(_ iso: String) throws -> LocalDate {
  try #require(LocalDate(iso))
}
