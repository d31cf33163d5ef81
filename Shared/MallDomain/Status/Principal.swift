/// What somebody is, in a certificate or by the word of a node that may vouch for it.
package enum Role: String, Hashable, Sendable, CaseIterable, Codable {
  case gateway, agency, officer, `operator`, citizen, bank
}

/// On whose behalf a request is made.
package struct Principal: Hashable, Sendable, Codable {
  package var role: Role
  /// Who it is, as the voucher names them. Never a NIK in clear.
  package var subject: String
  /// The node that vouches for the role and the subject.
  package var voucher: NodeID
  /// Agencies for which an officer may act.
  package var agencies: Set<AgencyID>

  package init(role: Role, subject: String, voucher: NodeID, agencies: Set<AgencyID> = []) {
    self.role = role
    self.subject = subject
    self.voucher = voucher
    self.agencies = agencies
  }
}
