import MallDomain
import X509

/// The names that a mall's certificates bear as URIs in their subject alternative name: `urn:mall:node:<id>`,
/// `urn:mall:mall:<mall>`, `urn:mall:role:<role>`, `urn:mall:agency:<id>`, `urn:mall:subject:<subject>`.
struct CertificateNames: Hashable {
  /// An authority's certificate bears the mall's name alone.
  var node: NodeID?
  var mall: String
  var roles: Set<Role> = []
  var agencies: Set<AgencyID> = []
  var subject: String?

  private static let prefix = "urn:mall:"

  /// Longest name of a mall or a subject.
  static let maximumLength = 128

  /// In a fixed order, so that equal names make equal certificates.
  var uris: [String] {
    var result: [String] = []
    if let node { result.append("node:" + node.text) }
    result.append("mall:" + mall)
    result += roles.map { "role:" + $0.rawValue }.sorted()
    result += agencies.map { "agency:" + $0.text }.sorted()
    if let subject { result.append("subject:" + subject) }
    return result.map { Self.prefix + $0 }
  }

  /// Reads the names of a certificate. Kinds of names and roles that are not known (of a later version) give no right
  /// and are left out.
  init(of certificate: Certificate) throws(CertificateRefusal) {
    let names: SubjectAlternativeNames?
    do {
      names = try certificate.extensions.subjectAlternativeNames
    } catch {
      throw .unreadable
    }
    var fields: [(kind: Substring, value: Substring)] = []
    for case .uniformResourceIdentifier(let uri) in names ?? SubjectAlternativeNames() where uri.hasPrefix(Self.prefix)
    {
      let rest = uri.dropFirst(Self.prefix.count)
      guard let colon = rest.firstIndex(of: ":") else { throw .wrongName("a name without a value") }
      fields.append((rest[..<colon], rest[rest.index(after: colon)...]))
    }
    try self.init(fields: fields)
  }

  private init(fields: [(kind: Substring, value: Substring)]) throws(CertificateRefusal) {
    func single(_ kind: String) throws(CertificateRefusal) -> String? {
      let values = fields.filter { $0.kind == kind }
      guard values.count <= 1 else { throw .wrongName("more than one \(kind)") }
      return values.first.map { String($0.value) }
    }
    guard let mall = try single("mall") else { throw .wrongName("no mall") }
    guard Self.isPlainName(mall) else { throw .wrongName("the mall's name") }
    let subject = try single("subject")
    guard subject.map(Self.isPlainName) ?? true else { throw .wrongName("the subject") }
    do {
      node = try single("node").map { try NodeID($0) }
      agencies = Set(try fields.filter { $0.kind == "agency" }.map { try AgencyID(String($0.value)) })
    } catch let error as CertificateRefusal {
      throw error
    } catch {
      throw .wrongName("a node or agency id")
    }
    self.mall = mall
    self.subject = subject
    roles = Set(fields.filter { $0.kind == "role" }.compactMap { Role(rawValue: String($0.value)) })
  }

  init(
    node: NodeID?, mall: String, roles: Set<Role> = [], agencies: Set<AgencyID> = [], subject: String? = nil
  ) throws(CertificateRefusal) {
    guard Self.isPlainName(mall) else { throw .wrongName("the mall's name: letters, digits, hyphens and dots") }
    guard subject.map(Self.isPlainName) ?? true else {
      throw .wrongName("the subject: letters, digits, hyphens and dots")
    }
    self.node = node
    self.mall = mall
    self.roles = roles
    self.agencies = agencies
    self.subject = subject
  }

  /// RFC 3986's unreserved characters, which need no escape in a URI.
  private static func isPlainName(_ text: String) -> Bool {
    1...maximumLength ~= text.utf8.count
      && text.utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-._~".utf8.contains(byte)
      }
  }
}
