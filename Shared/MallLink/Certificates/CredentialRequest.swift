import MallDomain

/// What an authority is asked to certify.
package struct CredentialRequest: Hashable, Sendable {
  package var node: NodeID
  package var roles: Set<Role>
  package var agencies: Set<AgencyID>
  /// The person behind an officer's, operator's or citizen's credential. Never a NIK in clear.
  package var subject: String?
  package var validFrom: MallInstant
  package var validFor: Duration

  /// Two years: long enough for a village office, short enough that a forgotten one ends.
  package static let standardValidity = Duration.seconds(2 * 365 * 86_400)

  package init(
    node: NodeID, roles: Set<Role>, agencies: Set<AgencyID> = [], subject: String? = nil,
    validFrom: MallInstant, validFor: Duration = standardValidity
  ) {
    self.node = node
    self.roles = roles
    self.agencies = agencies
    self.subject = subject
    self.validFrom = validFrom
    self.validFor = validFor
  }
}

/// One line of an authority's list of what it issued.
package struct IssuedCertificate: Hashable, Sendable {
  package let serial: SerialNumber
  package let node: NodeID
  package let use: CertificateUse
  package let roles: Set<Role>
  package let agencies: Set<AgencyID>
  package let notAfter: MallInstant

  init(
    serial: SerialNumber, node: NodeID, use: CertificateUse, roles: Set<Role>, agencies: Set<AgencyID>,
    notAfter: MallInstant
  ) {
    self.serial = serial
    self.node = node
    self.use = use
    self.roles = roles
    self.agencies = agencies
    self.notAfter = notAfter
  }

  /// `serial node use not-after roles agencies`, where an empty set is a hyphen.
  init?(line: some StringProtocol) {
    let parts = line.split(separator: " " as Character).map { String($0) }
    guard parts.count == 6, let serial = SerialNumber(parts[0]), let node = try? NodeID(parts[1]),
      let use = CertificateUse(rawValue: parts[2]), let milliseconds = Int64(parts[3])
    else { return nil }
    self.serial = serial
    self.node = node
    self.use = use
    notAfter = MallInstant(milliseconds: milliseconds)
    roles = Set(parts[4].split(separator: ",").compactMap { Role(rawValue: String($0)) })
    agencies = Set(parts[5].split(separator: ",").filter { $0 != "-" }.compactMap { try? AgencyID(String($0)) })
  }

  var line: String {
    func list(_ items: [String]) -> String { items.isEmpty ? "-" : items.sorted().joined(separator: ",") }
    return [
      serial.hexadecimal, node.text, use.rawValue, String(notAfter.milliseconds),
      list(roles.map(\.rawValue)), list(agencies.map(\.text)),
    ].joined(separator: " ")
  }
}
