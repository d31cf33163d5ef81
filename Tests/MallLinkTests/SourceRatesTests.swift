import Testing

@testable import MallLink

@Suite("How fast connections may come from one address")
struct SourceRatesTests {
  @Test("A burst is taken whole, then as many as the rate gives back; another address has its own")
  func burst() {
    var rates = SourceRates(SourceRates.Rate(burst: 5, perSecond: 2))
    let first = (0..<7).map { _ in rates.take("a", at: .zero) }
    #expect(first == [true, true, true, true, true, false, false])
    let other = rates.take("b", at: .zero)
    #expect(other)
    #expect(!rates.has("a", at: .milliseconds(499)))
    #expect(rates.has("a", at: .milliseconds(500)))
    let later = [500, 600].map { rates.take("a", at: .milliseconds($0)) }
    #expect(later == [true, false])
    let full = (0..<6).map { _ in rates.take("a", at: .seconds(100)) }
    #expect(full == [true, true, true, true, true, false])
  }

  @Test("However many addresses come, those that lately came too often stay known")
  func manyAddresses() {
    var rates = SourceRates(SourceRates.Rate(burst: 2, perSecond: 1))
    for second in 0..<40_000 {
      _ = rates.take("address \(second)", at: .milliseconds(second))
      if second % 200 == 0 { while rates.take("insistent", at: .milliseconds(second)) {} }
    }
    let isKnown = !rates.has("insistent", at: .milliseconds(39_810))
    #expect(isKnown)
  }
}
