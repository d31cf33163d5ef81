import MallDomain
import MallNode
import Testing

@Suite struct AdjustableClockTests {
  @Test func itShowsTheTimeThatWasSetAndRunsOn() {
    let start = MallInstant(milliseconds: 1_000_000)
    let clock = AdjustableClock(system: .fixed(at: start))
    #expect(clock.now == start)
    clock.set(to: start.adding(.seconds(864_000)))
    #expect(clock.now == start.adding(.seconds(864_000)))
    #expect(clock.currentOffset == .seconds(864_000))
    #expect(clock.clock.now() == clock.now)
  }
}
