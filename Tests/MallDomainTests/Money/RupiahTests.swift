import Testing

@testable import MallDomain

@Suite struct RupiahTests {
  @Test func `Vectors of rule M13`() throws {
    for row in try TestData.vectors("money", columns: ["amount", "text", "words"]) {
      let money = Rupiah(try #require(Int64(row[0])))
      #expect(money.text == row[1])
      #expect(try money.words() == row[2])
      #expect(Rupiah(text: row[1]) == money)
    }
  }

  @Test func `Negative amounts and the limits of words`() throws {
    #expect(Rupiah(-5_000).text == "-Rp5.000")
    #expect(try Rupiah(-5_000).words() == "minus lima ribu rupiah")
    #expect(try Rupiah.largest.words().hasPrefix("sembilan ratus sembilan puluh sembilan triliun"))
    for amount in [1_000_000_000_000_000, -1_000_000_000_000_000, .max, .min] as [Int64] {
      let refusal = #expect(throws: Refusal.self) { try Rupiah(amount).words() }
      #expect(refusal?.code == .outOfRange)
    }
    #expect(Rupiah(.min).text == "-Rp9.223.372.036.854.775.808")
  }

  @Test(arguments: [("1250000", 1_250_000), ("1.250.000", 1_250_000), ("Rp1.250.000", 1_250_000), ("-Rp5.000", -5_000)])
  func `Amounts are read as people write them`(text: String, amount: Int64) {
    #expect(Rupiah(text: text) == Rupiah(amount))
  }

  @Test(arguments: ["", "Rp", "1.25", "1,000", "1.0000", "12345.678", ".000", "1..000", "1e6", "99999999999999999999"])
  func `What is no amount isn't read`(text: String) {
    #expect(Rupiah(text: text) == nil)
  }

  @Test func `Text and reading are inverse`() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<2_000 {
      let money = Rupiah(Int64.random(in: -Rupiah.largest.amount...Rupiah.largest.amount, using: &random))
      #expect(Rupiah(text: money.text) == money)
    }
  }
}
