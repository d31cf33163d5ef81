import MallDomain
import Testing

@testable import AgencyKit

@Suite struct FeeScheduleTests {
  private static let byClass = FeeRule(
    field: "golongan",
    cases: [.init(value: "A", amount: Rupiah(80_000)), .init(value: "C", amount: Rupiah(75_000))],
    otherwise: Rupiah(90_000))
  private static let stamps = FeeRule(
    field: "jenis", cases: [.init(value: "meterai", amount: Rupiah(10_000))], otherwise: .zero,
    timesField: "jumlah")

  @Test(
    arguments: [
      (Fee(kind: .free, amount: Rupiah(0), note: ""), [:], 0),
      (Fee(kind: .fixed, amount: Rupiah(30_000), note: ""), [:], 30_000),
      (Fee(kind: .tariff, amount: Rupiah(80_000), note: "", rule: byClass), ["golongan": "C"], 75_000),
      (Fee(kind: .tariff, amount: Rupiah(80_000), note: "", rule: byClass), ["golongan": "D"], 90_000),
      (Fee(kind: .tariff, amount: Rupiah(12_000), note: ""), [:], 12_000),
      (
        Fee(kind: .tariff, amount: Rupiah(10_000), note: "", rule: stamps), ["jenis": "meterai", "jumlah": "3"], 30_000
      ),
      (Fee(kind: .tariff, amount: Rupiah(10_000), note: "", rule: stamps), ["jenis": "meterai", "jumlah": "0"], 0),
      (Fee(kind: .tariff, amount: nil, note: "NJOP"), [:], 0),
    ] as [(Fee, [String: String], Int64)])
  func `A fee follows from the form`(fee: Fee, values: [String: String], amount: Int64) throws {
    let content = ApplicationContent(service: try ServiceCode("polres.sim"), channel: .counter, values: values)
    #expect(FeeSchedule(fee).amount(for: content) == Rupiah(amount))
  }

  @Test func `An absurd number of pieces makes no small fee`() throws {
    let fee = Fee(kind: .tariff, amount: nil, note: "", rule: Self.stamps)
    let content = ApplicationContent(
      service: try ServiceCode("pos.meterai"), channel: .counter,
      values: ["jenis": "meterai", "jumlah": String(Int64.max)])
    #expect(FeeSchedule(fee).amount(for: content) == Rupiah(.max))
  }

  @Test func `A tariff that only the agency can compute is told to the officer`() {
    #expect(FeeSchedule(Fee(kind: .tariff, amount: nil, note: "NJOP")).findings.map(\.severity) == [.warning])
    #expect(FeeSchedule(Fee(kind: .fixed, amount: Rupiah(1), note: "")).findings.isEmpty)
  }
}
