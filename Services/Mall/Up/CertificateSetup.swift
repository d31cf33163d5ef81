import Foundation
import MallDomain
import MallLink

/// Makes the certificates of a new mall, and those that a larger catalogue asks for later.
struct CertificateSetup {
  var data: DataFolder
  var layout: MallLayout

  /// Whose credentials are for demonstrations and tests: by role, the name that the mall knows them by.
  private static let people: [(role: Role, subject: String)] = [
    (.officer, "petugas-contoh"), (.operator, "operator-contoh"), (.citizen, "warga-contoh"), (.bank, "bank-contoh"),
  ]

  /// A document key's successor is there this long before its end.
  private static let handover = Duration.seconds(30 * 86_400)

  /// - Returns: how many credentials and keys were issued.
  func prepare() throws -> Int {
    let authority = try loadOrFound()
    try refuseOtherDivision()
    var issued = 0
    for node in [MallLayout.gateway] + layout.nodes {
      issued += try issue(
        node.name, role: node == MallLayout.gateway ? .gateway : .agency, agencies: Set(node.agencies), subject: nil,
        by: authority)
    }
    for (role, subject) in Self.people {
      issued += try issue(
        role.rawValue, role: role, agencies: role == .officer ? layout.agencies : [], subject: subject, by: authority)
    }
    return issued + (try issueDocumentKeys(by: authority))
  }

  /// Gives each agency a key for its documents, and the next one before the last ends.
  private func issueDocumentKeys(by authority: CertificateAuthority) throws -> Int {
    let now = MallClock.system.now()
    try FileManager.default.createDirectory(
      at: data.documentKeys, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let present = try FileManager.default.contentsOfDirectory(atPath: data.documentKeys.path).compactMap { name in
      try? DocumentKey(contentsOf: data.documentKeys.appending(path: name).path, trust: authority.trust).certificate
    }
    let supplied = Set(present.filter { $0.notAfter > now.adding(Self.handover) }.map(\.agency))
    let missing = layout.agencies.subtracting(supplied).sorted()
    for agency in missing {
      let key = try authority.issueDocumentKey(for: agency, from: now)
      try key.write(to: data.documentKey(key).path)
    }
    return missing.count
  }

  private func loadOrFound() throws -> CertificateAuthority {
    let path = data.authority.path
    guard FileManager.default.fileExists(atPath: data.authority.appending(path: "ca.pem").path) else {
      return try CertificateAuthority.create(
        in: path, mall: InitAuthority.standardMall, at: MallClock.system.now())
    }
    return try CertificateAuthority.load(from: path)
  }

  /// Issues a credential unless there is one that says the same.
  private func issue(
    _ name: String, role: Role, agencies: Set<AgencyID>, subject: String?, by authority: CertificateAuthority
  ) throws -> Int {
    let path = data.credential(name).path
    if let present = try existing(name), present.agencies == agencies, present.roles == [role],
      present.notAfter > MallClock.system.now()
    {
      return 0
    }
    let credential = try authority.issue(
      CredentialRequest(
        node: try NodeID(name), roles: [role], agencies: agencies, subject: subject,
        validFrom: MallClock.system.now()))
    try credential.write(to: path)
    return 1
  }

  private func existing(_ name: String) throws -> PeerIdentity? {
    let path = data.credential(name).path
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try Credential(contentsOf: path).identity
  }

  /// An agency's cases stay in the database of the node that it began on.
  private func refuseOtherDivision() throws {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: data.pki.path)) ?? []
    for file in files where file.hasPrefix("general") && file.hasSuffix(".pem") {
      let name = String(file.dropLast(".pem".count))
      guard let present = try existing(name) else { continue }
      let now = Set(layout.nodes.first { $0.name == name }?.agencies ?? [])
      // A smaller catalogue is no other division: only who moved matters.
      let moved = present.agencies.intersection(layout.agencies).subtracting(now)
      guard moved.isEmpty else {
        throw CommandFailure(
          .failedPrecondition,
          "Folder \(data.path) dibuat dengan --agency-processes lain. Pakai yang sama, atau folder baru.",
          "The folder \(data.path) was made with another --agency-processes. Use the same, or a new folder.",
          exit: .configuration)
      }
    }
  }
}
