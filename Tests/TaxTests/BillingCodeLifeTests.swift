import MallDomain
import Testing

@testable import Tax

@Suite struct BillingCodeLifeTests {
  @Test func `Codes follow the published examples`() throws {
    for row in try Vectors.rows("billing_code") {
      #expect(((try? BillingCode(row[0])) != nil) == (row[1] == "true"), "\(row)")
    }
  }

  @Test func `An active code is paid, expires or is cancelled; a paid one is reversed; nothing else happens`() throws {
    let allowed: [BillingCodeLife.State: [BillingCodeLife.Event: BillingCodeLife.State]] = [
      .active: [.payment: .paid, .expiry: .expired, .cancellation: .cancelled], .paid: [.reversal: .reversed],
    ]
    for state in BillingCodeLife.State.allCases {
      for event in BillingCodeLife.Event.allCases {
        if let next = allowed[state]?[event] {
          #expect(try BillingCodeLife.state(after: event, in: state) == next)
        } else {
          #expect(throws: Refusal.self) { try BillingCodeLife.state(after: event, in: state) }
        }
      }
    }
  }

  @Test func `Property tax may be paid until the year ends, other bills for 30 days`() throws {
    #expect(
      try BillingCodeLife.lastDay(.ruralAndUrbanProperty, issuedOn: day("2026-01-02")) == day("2026-12-31"))
    #expect(
      try BillingCodeLife.lastDay(.landAndBuildingTransfer, issuedOn: day("2026-12-15")) == day("2027-01-14"))
  }
}
