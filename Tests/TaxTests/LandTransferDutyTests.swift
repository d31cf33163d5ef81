import MallDomain
import Testing

@testable import Tax

@Suite struct LandTransferDutyTests {
  private func rates() throws -> LandTransferDuty.Rates {
    try LandTransferDuty.rates.value(on: day("2026-11-23"))
  }

  @Test func `Duty follows the published examples`() throws {
    for row in try Vectors.rows("bphtb") {
      let duty = try LandTransferDuty(
        try #require(LandTransferDuty.Acquisition(rawValue: row[0])), price: amount(row[1]),
        assessedValue: amount(row[2]), isFirst: row[3] == "true", isCloseFamily: row[4] == "true", rates: rates())
      #expect(try duty.base == amount(row[5]), "\(row)")
      #expect(try duty.threshold == amount(row[6]), "\(row)")
      #expect(try duty.duty == amount(row[7]), "\(row)")
    }
  }

  private func amount(_ text: String) throws -> Rupiah {
    Rupiah(try #require(Int64(text)))
  }

  @Test func `The threshold of the family is for inheritance and wills only`() throws {
    let gift = try LandTransferDuty(
      .gift, price: Rupiah(200_000_000), assessedValue: nil, isFirst: false, isCloseFamily: true, rates: rates())
    #expect(gift.threshold == .zero)
  }

  @Test func `Without a price the assessed value counts; without either, or at an auction, it refuses`() throws {
    let known = Rupiah(100_000_000)
    let sale = try LandTransferDuty(
      .sale, price: nil, assessedValue: known, isFirst: true, isCloseFamily: false, rates: rates())
    #expect(sale.duty == Rupiah(1_000_000))
    let rates = try rates()
    #expect(throws: Refusal.self) {
      try LandTransferDuty(
        .sale, price: .zero, assessedValue: nil, isFirst: true, isCloseFamily: false, rates: rates)
    }
    #expect(throws: Refusal.self) {
      try LandTransferDuty(
        .auction, price: nil, assessedValue: known, isFirst: true, isCloseFamily: false, rates: rates)
    }
  }
}
