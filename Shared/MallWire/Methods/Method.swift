/// Every method of the protocol, by the name on the wire. ``MethodTable`` says the rest of each.
package enum Method: String, Hashable, Sendable, CaseIterable {
  case cataloguePublish = "catalogue.publish"
  case catalogueList = "catalogue.list"
  case catalogueSearch = "catalogue.search"
  case catalogueService = "catalogue.service"
  case catalogueAgencies = "catalogue.agencies"
  case catalogueBundles = "catalogue.bundles"
  case catalogueExample = "catalogue.example"
  case catalogueChanges = "catalogue.changes"
  case catalogueApprove = "catalogue.approve"

  case applicationSubmit = "application.submit"
  case applicationSupplement = "application.supplement"
  case applicationWithdraw = "application.withdraw"
  case applicationShow = "application.show"
  case applicationTrack = "application.track"
  case applicationTimeline = "application.timeline"
  case applicationReadmit = "application.readmit"

  case deliveryDeliver = "delivery.deliver"
  case deliveryListSetAside = "delivery.list_set_aside"
  case deliveryRetry = "delivery.retry"
  case deliveryDiscard = "delivery.discard"

  case exchangeQuery = "exchange.query"

  case caseLocate = "case.locate"
  case caseList = "case.list"
  case caseShow = "case.show"
  case caseHistory = "case.history"
  case caseClaim = "case.claim"
  case caseRelease = "case.release"
  case caseReassign = "case.reassign"
  case caseDecide = "case.decide"
  case caseRequestSupplement = "case.request_supplement"
  case caseIssue = "case.issue"
  case caseNote = "case.note"

  case registerSearch = "register.search"
  case registerHistory = "register.history"

  case taskList = "task.list"
  case taskShow = "task.show"
  case taskSettle = "task.settle"

  case paymentBill = "payment.bill"
  case paymentNotify = "payment.notify"

  case documentFetch = "document.fetch"
  case documentPublish = "document.publish"
  case documentKeys = "document.keys"
  case documentRevoke = "document.revoke"

  case blobPut = "blob.put"
  case blobHas = "blob.has"
  case blobGet = "blob.get"

  case nodeHealth = "node.health"
  case nodeClock = "node.clock"
  case nodeSetClock = "node.set_clock"
  case nodeInspect = "node.inspect"
  case nodeBackup = "node.backup"

  /// The first part of the name, by which documentation and permissions are grouped.
  package var area: MethodArea {
    switch self {
    case .cataloguePublish, .catalogueList, .catalogueSearch, .catalogueService, .catalogueAgencies,
      .catalogueBundles, .catalogueExample, .catalogueChanges, .catalogueApprove:
      .catalogue
    case .applicationSubmit, .applicationSupplement, .applicationWithdraw, .applicationShow, .applicationTrack,
      .applicationTimeline, .applicationReadmit:
      .application
    case .deliveryDeliver, .deliveryListSetAside, .deliveryRetry, .deliveryDiscard: .delivery
    case .exchangeQuery: .exchange
    case .caseLocate, .caseList, .caseShow, .caseHistory, .caseClaim, .caseRelease, .caseReassign, .caseDecide,
      .caseRequestSupplement, .caseIssue, .caseNote:
      .case
    case .registerSearch, .registerHistory: .register
    case .taskList, .taskShow, .taskSettle: .task
    case .paymentBill, .paymentNotify: .payment
    case .documentFetch, .documentPublish, .documentKeys, .documentRevoke: .document
    case .blobPut, .blobHas, .blobGet: .blob
    case .nodeHealth, .nodeClock, .nodeSetClock, .nodeInspect, .nodeBackup: .node
    }
  }
}

/// What a group of methods is about.
package enum MethodArea: String, Hashable, Sendable, CaseIterable {
  case catalogue, application, delivery, exchange, `case`, register, task, payment, document, blob, node
}
