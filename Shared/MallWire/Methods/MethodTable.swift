import MallDomain

/// The method table: one line for each method. Dispatch, authorisation, windows, audit and documentation derive from it.
package enum MethodTable {
  private static let everyone = Set(Role.allCases)
  private static let people: Set<Role> = [.citizen, .officer, .operator]
  /// A citizen, or an officer for a person at the counter.
  private static let applicants: Set<Role> = [.citizen, .officer]
  private static let nodes: Set<Role> = [.agency, .gateway]
  private static let tracking: Set<Role> = [.citizen, .officer, .gateway]

  package static let rows: [MethodRow] = [
    MethodRow(.cataloguePublish, [.agency], by: .gateway, idempotent: true, .public, audit: .changes),
    MethodRow(.catalogueList, everyone, by: .gateway, idempotent: true, .public, audit: .none),
    MethodRow(.catalogueSearch, everyone, by: .gateway, idempotent: true, .public, audit: .none),
    MethodRow(.catalogueService, everyone, by: .gateway, idempotent: true, .public, audit: .none),
    MethodRow(.catalogueAgencies, everyone, by: .gateway, idempotent: true, .public, audit: .none),
    MethodRow(.catalogueBundles, everyone, by: .gateway, idempotent: true, .public, audit: .none),
    MethodRow(.catalogueExample, people, by: .agency, idempotent: true, .public, audit: .changes),
    MethodRow(.catalogueChanges, [.operator], by: .gateway, idempotent: true, .operational, audit: .none),
    MethodRow(.catalogueApprove, [.operator], by: .gateway, idempotent: true, .operational, audit: .changes),

    MethodRow(.applicationSubmit, applicants, by: .gateway, idempotent: true, .personal, audit: .changes),
    MethodRow(.applicationSupplement, applicants, by: .gateway, idempotent: true, .personal, audit: .changes),
    MethodRow(.applicationWithdraw, applicants, by: .gateway, idempotent: true, .personal, audit: .changes),
    MethodRow(.applicationShow, applicants, by: .gateway, idempotent: true, .personal, audit: .reads),
    MethodRow(.applicationTrack, tracking, by: .gateway, idempotent: true, .personal, audit: .none),
    MethodRow(.applicationTimeline, tracking, by: .gateway, idempotent: true, .personal, audit: .none),
    MethodRow(.applicationReadmit, applicants, by: .gateway, idempotent: true, .personal, audit: .changes),

    // The deliveries that a forwarder must not invent carry the signature inside, since they wait in outboxes.
    MethodRow(.deliveryDeliver, nodes, by: .any, .delivery, idempotent: true, .personal, audit: .changes),
    MethodRow(.deliveryListSetAside, [.operator], by: .named, idempotent: true, .operational, audit: .none),
    MethodRow(
      .deliveryRetry, [.operator], by: .named, idempotent: false, .operational, audit: .changes, signed: true),
    MethodRow(
      .deliveryDiscard, [.operator], by: .named, idempotent: false, .operational, audit: .changes, signed: true),

    MethodRow(.exchangeQuery, nodes, by: .agency, idempotent: true, .personal, audit: .reads, signed: true),

    MethodRow(.caseLocate, [.officer], by: .gateway, idempotent: true, .operational, audit: .none),
    MethodRow(.caseList, [.officer], by: .agency, idempotent: true, .personal, audit: .reads, signed: true),
    MethodRow(.caseShow, [.officer], by: .agency, idempotent: true, .personal, audit: .reads, signed: true),
    MethodRow(.caseHistory, [.officer], by: .agency, idempotent: true, .personal, audit: .reads, signed: true),
    MethodRow(.caseClaim, [.officer], by: .agency, idempotent: true, .personal, audit: .changes, signed: true),
    MethodRow(.caseRelease, [.officer], by: .agency, idempotent: true, .personal, audit: .changes, signed: true),
    MethodRow(.caseReassign, [.officer], by: .agency, idempotent: true, .personal, audit: .changes, signed: true),
    MethodRow(.caseDecide, [.officer], by: .agency, idempotent: false, .personal, audit: .changes, signed: true),
    MethodRow(
      .caseRequestSupplement, [.officer], by: .agency, idempotent: false, .personal, audit: .changes, signed: true),
    MethodRow(.caseIssue, [.officer], by: .agency, idempotent: false, .personal, audit: .changes, signed: true),
    MethodRow(.caseNote, [.officer], by: .agency, idempotent: false, .personal, audit: .changes, signed: true),

    MethodRow(.registerSearch, [.officer], by: .agency, idempotent: true, .personal, audit: .reads, signed: true),
    MethodRow(.registerHistory, [.officer], by: .agency, idempotent: true, .personal, audit: .reads, signed: true),

    MethodRow(.taskList, [.officer], by: .agency, idempotent: true, .personal, audit: .reads, signed: true),
    MethodRow(.taskShow, [.officer], by: .agency, idempotent: true, .personal, audit: .reads, signed: true),
    MethodRow(.taskSettle, [.officer], by: .agency, idempotent: false, .personal, audit: .changes, signed: true),

    MethodRow(
      .paymentBill, [.citizen, .officer, .operator, .bank], by: .gateway, idempotent: true, .personal, audit: .none),
    MethodRow(.paymentNotify, [.bank, .operator], by: .gateway, idempotent: true, .personal, audit: .changes),

    MethodRow(.documentFetch, applicants, by: .gateway, idempotent: true, .personal, audit: .reads),
    // The list itself is signed with the agency's document key.
    MethodRow(.documentPublish, [.agency], by: .gateway, idempotent: true, .public, audit: .changes),
    MethodRow(.documentKeys, everyone, by: .gateway, idempotent: true, .public, audit: .none),
    MethodRow(.documentRevoke, [.officer], by: .agency, idempotent: false, .personal, audit: .changes, signed: true),

    MethodRow(.blobPut, [.citizen, .officer, .agency, .gateway], by: .any, idempotent: true, .personal, audit: .none),
    MethodRow(.blobHas, [.citizen, .officer, .agency, .gateway], by: .any, idempotent: true, .personal, audit: .none),
    MethodRow(.blobGet, [.officer, .agency, .gateway], by: .any, idempotent: true, .personal, audit: .reads),

    MethodRow(.nodeHealth, everyone, by: .any, .control, idempotent: true, .operational, audit: .none),
    MethodRow(.nodeClock, everyone, by: .any, .control, idempotent: true, .operational, audit: .none),
    MethodRow(
      .nodeSetClock, [.operator, .gateway], by: .any, .control, idempotent: true, .operational, audit: .changes),
    MethodRow(.nodeInspect, [.operator], by: .named, .control, idempotent: true, .operational, audit: .none),
    MethodRow(
      .nodeBackup, [.operator], by: .named, .control, idempotent: true, .operational, audit: .changes, signed: true),
  ]

  private static let rowsByMethod = Dictionary(rows.map { ($0.method, $0) }) { first, _ in first }

  package static func row(_ method: Method) -> MethodRow {
    guard let row = rowsByMethod[method] else {
      preconditionFailure("\(method.rawValue) has no row in the method table")
    }
    return row
  }

  /// The class of a method by its name on the wire; nil where no such method is known.
  package static func requestClass(of name: String) -> RequestClass? {
    Method(rawValue: name).map { row($0).requestClass }
  }
}
