import MallDomain
import Testing

@testable import MallWire

@Suite("The method table")
struct MethodTableTests {
  @Test("every method has exactly one row")
  func rows() {
    #expect(
      MethodTable.rows.map(\.method).sorted { $0.rawValue < $1.rawValue }
        == Method.allCases.sorted { $0.rawValue < $1.rawValue })
  }

  @Test("a method's name starts with its area and is lower-case words", arguments: Method.allCases)
  func names(method: Method) {
    let parts = method.rawValue.split(separator: ".", omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    #expect(parts.first.map(String.init) == method.area.rawValue)
    #expect(method.rawValue.allSatisfy { $0.isLowercase || $0 == "." || $0 == "_" })
  }

  @Test("what the table says holds together", arguments: MethodTable.rows)
  func coherence(row: MethodRow) {
    #expect(!row.callers.isEmpty)
    #expect((row.requestClass == .delivery) == (row.method == .deliveryDeliver))
    #expect((row.requestClass == .control) == (row.method.area == .node))
    // A node believes an officer, an operator or an agency, never the gateway's word for them.
    let forwardsActs =
      row.answeredBy == .agency && row.dataClass == .personal || row.answeredBy == .named && row.audit == .changes
    #expect(row.isSigned == forwardsActs)
    #expect(row.audit != .reads || row.dataClass == .personal)
    #expect(row.isIdempotent || row.audit == .changes)
  }

  @Test("everybody may read the catalogue, only an agency publishes")
  func catalogue() throws {
    for role in Role.allCases {
      try MethodTable.authorize(method: .catalogueSearch, principal: principal(role), peer: peer(role))
      let mayPublish = allows(.cataloguePublish, principal(role), peer(role))
      #expect(mayPublish == (role == .agency))
    }
  }

  @Test("an unknown name has no class")
  func classes() {
    #expect(MethodTable.requestClass(of: "delivery.deliver") == .delivery)
    #expect(MethodTable.requestClass(of: "node.health") == .control)
    #expect(MethodTable.requestClass(of: "catalogue.list") == .query)
    #expect(MethodTable.requestClass(of: "catalogue.delete") == nil)
    #expect(MethodTable.requestClass(of: "") == nil)
  }

  @Test(
    "who may vouch for whom",
    arguments: [
      (Role.officer, Role.officer, true), (.officer, .agency, true), (.officer, .gateway, true),
      (.officer, .citizen, false), (.officer, .bank, false), (.officer, .operator, false),
      (.citizen, .citizen, true), (.citizen, .gateway, true), (.citizen, .agency, false), (.citizen, .officer, false),
      (.operator, .operator, true), (.operator, .gateway, true), (.operator, .agency, false),
      (.operator, .officer, false), (.bank, .bank, true), (.bank, .agency, false), (.agency, .agency, true),
      (.agency, .officer, false), (.gateway, .gateway, true), (.gateway, .agency, false),
    ])
  func vouchers(principalRole: Role, peerRole: Role, allowed: Bool) {
    #expect(allows(.catalogueList, principal(principalRole), peer(peerRole)) == allowed)
  }

  @Test("only a gateway speaks for whom another node vouches")
  func forwardedVoucher() throws {
    var officer = principal(.officer)
    officer.voucher = try NodeID("another")
    #expect(!allows(.caseList, officer, peer(.agency)))
    #expect(!allows(.caseList, officer, peer(.officer)))
    #expect(allows(.caseList, officer, peer(.gateway)))
  }

  @Test("nobody claims an agency that isn't in the certificate")
  func foreignAgency() throws {
    var officer = principal(.officer)
    officer.agencies.insert(try AgencyID("samsat"))
    #expect(!allows(.caseList, officer, peer(.officer)))
    #expect(!allows(.caseList, officer, peer(.agency)))
    #expect(allows(.caseList, officer, peer(.gateway)))
  }

  @Test("the refusal tells nothing of the method")
  func refusal() {
    #expect(throws: Refusal(.permissionDenied)) {
      try MethodTable.authorize(method: .nodeSetClock, principal: principal(.citizen), peer: peer(.citizen))
    }
  }

  private func allows(_ method: Method, _ principal: Principal, _ peer: MethodTable.Peer) -> Bool {
    do {
      try MethodTable.authorize(method: method, principal: principal, peer: peer)
      return true
    } catch {
      return false
    }
  }

  private func principal(_ role: Role) -> Principal {
    Principal(role: role, subject: "s", voucher: Self.node, agencies: role == .officer ? Self.agencies : [])
  }

  private func peer(_ role: Role) -> MethodTable.Peer {
    MethodTable.Peer(node: Self.node, roles: [role], agencies: Self.agencies)
  }

  private static let node = Samples.identifier("node-1", NodeID.self)
  private static let agencies: Set<AgencyID> = [Samples.identifier("bapenda")]
}
