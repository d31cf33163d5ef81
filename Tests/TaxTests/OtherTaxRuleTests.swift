import MallDomain
import Testing

@testable import Tax

@Suite struct OtherTaxRuleTests {
  @Test func `Interest follows the published examples`() throws {
    for row in try Vectors.rows("interest") {
      let (due, paid) = (try day(row[1]), try day(row[2]))
      let months = LateInterest.months(due: due, paid: paid)
      #expect(months == Int(row[3]), "\(row)")
      #expect(min(months, 24) == Int(row[4]), "\(row)")
      let interest = try LateInterest.interest(on: Rupiah(try #require(Int64(row[0]))), due: due, paid: paid)
      #expect(interest == Rupiah(try #require(Int64(row[5]))), "\(row)")
    }
  }

  @Test(
    arguments: [
      (BillingCode.Kind.foodAndDrink, "restoran", 37_450_500, 3_745_050),
      (.entertainment, "karaoke", 12_000_000, 4_800_000),
      (.entertainment, "panti-pijat", 12_000_000, 1_200_000), (.foodAndDrink, "warung", 2_999_999, 0),
      (.foodAndDrink, "warung", 3_000_000, 300_000), (.hotel, nil, 9, 0), (.parking, "karaoke", 1_000, 100),
    ] as [(BillingCode.Kind, String?, Int64, Int64)])
  func `Consumption is taxed by its kind`(kind: BillingCode.Kind, venue: String?, turnover: Int64, tax: Int64) throws {
    let rates = try ConsumptionTax.rates.value(on: day("2026-10-31"))
    #expect(ConsumptionTax.tax(on: Rupiah(turnover), kind, venue: venue, rates: rates) == Rupiah(tax))
  }

  @Test func `A tax that the amount holds is what is left over the base`() {
    #expect(ConsumptionTax.taxIncluded(in: Rupiah(110_001), rate: Percentage(percent: 10)) == Rupiah(10_001))
    #expect(Percentage(basisPoints: 150).of(Rupiah(8_333_333)) == Rupiah(124_999))
  }

  @Test func `Advertising and groundwater are taxed by the tables of the district`() throws {
    let advertising = AdvertisingTax.Rates(
      tariff: Percentage(percent: 25), daily: ["kain": Rupiah(2_000)], otherwise: Rupiah(1))
    // 2 m x 5 m, both sides, 4 of them, 25 days: 4,000,000
    let value = AdvertisingTax.rentalValue(
      "kain", lengthCentimetres: 500, widthCentimetres: 200, sides: 2, count: 4, days: 25, rates: advertising)
    #expect(value == Rupiah(4_000_000))
    #expect(advertising.tariff.of(value) == Rupiah(1_000_000))
    let water = GroundwaterTax.Rates(tariff: Percentage(percent: 20), cubicMetre: ["niaga": Rupiah(750)])
    #expect(try GroundwaterTax.tax(cubicMetres: 1_200, group: "niaga", rates: water) == Rupiah(180_000))
    #expect(throws: Refusal.self) { try GroundwaterTax.tax(cubicMetres: 1, group: "lain", rates: water) }
  }

  @Test func `An objection has three months, to a month's last day`() throws {
    let received = try day("2026-01-31")
    #expect(try ObjectionWindow.isOpen(received: received, filed: day("2026-04-30")))
    #expect(try !ObjectionWindow.isOpen(received: received, filed: day("2026-05-01")))
    #expect(try ObjectionWindow.decisionDue(filed: received) == day("2027-01-31"))
  }

  @Test(
    arguments: [
      (20, "0,2%"), (11, "0,11%"), (105, "1,05%"), (150, "1,5%"), (1_000, "10%"),
    ] as [(Int64, String)])
  func `Rates are written as Indonesians do`(basisPoints: Int64, text: String) {
    #expect(Percentage(basisPoints: basisPoints).description == text)
  }
}
