import Foundation
import MallDomain
import MallLink
import Synchronization

/// The certificates of a test's mall: its authority, its nodes, the people in the tests.
package final class Badges: Sendable {
  /// Who acts in a test.
  package enum Person: Hashable, Sendable {
    case `operator`
    /// A bank, which is one program with one link; several of them don't wait for each other.
    case bank(Int)
    /// An officer of all agencies.
    case officer
    /// Another officer of all agencies.
    case colleague
    /// One of several citizens, who know nothing of each other.
    case citizen(Int)

    package static let bank = Person.bank(0)
    package static let citizen = Person.citizen(0)

    package var fileName: String {
      switch self {
      case .operator: "operator"
      case .bank(0): "bank"
      case .bank(let number): "bank-\(number)"
      case .officer: "officer"
      case .colleague: "colleague"
      case .citizen(0): "citizen"
      case .citizen(let number): "citizen-\(number)"
      }
    }

    fileprivate var role: Role {
      switch self {
      case .operator: .operator
      case .bank: .bank
      case .officer, .colleague: .officer
      case .citizen: .citizen
      }
    }
  }

  private let folder: URL
  private let agencies: Set<AgencyID>
  private let authority: CertificateAuthority
  private let credentials = Mutex<[String: Credential]>([:])

  package init(folder: URL, plan: TestMall.Plan) throws {
    self.folder = folder.appending(path: "pki")
    agencies = Set(plan.nodes.flatMap(\.agencies))
    authority = try CertificateAuthority.create(
      in: self.folder.appending(path: "ca").path, mall: "mal-uji", at: .yesterday)
    _ = try issue("gateway", role: .gateway)
    for node in plan.nodes {
      _ = try issue(node.name, role: .agency, agencies: Set(node.agencies))
    }
    let keys = self.folder.appending(path: "document-keys")
    try FileManager.default.createDirectory(at: keys, withIntermediateDirectories: true)
    for agency in agencies {
      try authority.issueDocumentKey(for: agency, from: .yesterday).write(
        to: keys.appending(path: "\(agency).pem").path)
    }
    for person in [Person.operator, .bank, .officer, .citizen] {
      _ = try credential(person)
    }
  }

  package func file(_ name: String) -> URL { folder.appending(path: "\(name).pem") }

  package func credential(_ person: Person) throws -> Credential {
    try issue(
      person.fileName, role: person.role, agencies: person.role == .officer ? agencies : [],
      subject: "\(person.fileName)-uji")
  }

  /// A credential by its name, made when it is asked for first.
  package func issue(
    _ name: String, role: Role, agencies: Set<AgencyID> = [], subject: String? = nil
  ) throws -> Credential {
    if let known = credentials.withLock({ $0[name] }) { return known }
    let request = CredentialRequest(
      node: try NodeID(name), roles: [role], agencies: agencies, subject: subject, validFrom: .yesterday)
    return try credentials.withLock { credentials in
      if let known = credentials[name] { return known }
      let credential = try authority.issue(request)
      try credential.write(to: file(name).path)
      credentials[name] = credential
      return credential
    }
  }
}

extension MallInstant {
  package static var yesterday: MallInstant { MallClock.system.now().adding(.seconds(-86_400)) }
}
