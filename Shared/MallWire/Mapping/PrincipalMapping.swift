import MallDomain

extension Wire.Principal {
  package init(_ principal: Principal) {
    self.init(
      role: principal.role.rawValue, subject: principal.subject, voucher: principal.voucher.text,
      agencies: principal.agencies.map(\.text).sorted())
  }
}

extension Principal {
  /// What a peer claims; ``MethodTable/authorize(method:principal:peer:)`` decides whether it may.
  package init(wire: Wire.Principal) throws(Refusal) {
    var agencies: Set<AgencyID> = []
    for agency in wire.agencies {
      agencies.insert(try WireReading.identifier(agency, "principal.agencies"))
    }
    guard !wire.subject.isEmpty else { throw WireReading.refusal("principal.subject") }
    self.init(
      role: try WireReading.name(wire.role, "principal.role"), subject: wire.subject,
      voucher: try WireReading.identifier(wire.voucher, "principal.voucher"), agencies: agencies)
  }
}
