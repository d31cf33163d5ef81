import ArgumentParser
import MallDomain
import MallLink

extension Role: ExpressibleByArgument {}

struct IssueCredential: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "issue",
    abstract: "Issues a credential: certificate and keys for links and for signatures, in one file of mode 0600.",
    discussion: """
      A node that serves agencies:  mall pki issue kua-terbanggi --role agency --agency kemenag
      An officer:                   mall pki issue loket-3 --role officer --agency disdukcapil --subject siti
      """)

  private static let standardDays: Int64 = 730

  @Argument(help: "The node's name: lower-case letters, digits and single hyphens.")
  var node: String

  @Option(help: "gateway, agency, officer, operator, citizen or bank; may be given several times.")
  var role: [Role]

  @Option(help: "An agency that the node serves or the officer works for; may be given several times.")
  var agency: [String] = []

  @Option(help: "The person behind the credential, as the mall names them: never a NIK. Default: the node's name.")
  var subject: String?

  @Option(help: "Days of validity.")
  var days: Int64 = Self.standardDays

  @Option(name: .customLong("output"), help: "The file to write; default DIR/pki/NODE.pem.")
  var file: String?

  @OptionGroup var folder: AuthorityOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...36_500).contains(days) else { throw ValidationError("--days: from 1 to 36500.") }
  }

  func perform() async throws {
    let authority = try CertificateAuthority.load(from: folder.data.authority.path)
    var agencies: Set<AgencyID> = []
    for text in agency {
      agencies.insert(try AgencyID(text))
    }
    let credential = try authority.issue(
      CredentialRequest(
        node: try NodeID(node), roles: Set(role), agencies: agencies, subject: subject,
        validFrom: MallClock.system.now(), validFor: .seconds(days * 86_400)))
    let path = file ?? folder.data.credential(node).path
    do {
      try credential.write(to: path)
    } catch {
      throw CommandFailure(
        .failedPrecondition, "\(path) tidak dapat ditulis.", "\(path) can't be written.", exit: .cannotCreate)
    }
    output.show(CredentialReport(identity: credential.identity, path: path))
  }
}

/// A credential's names, without its keys.
struct CredentialReport: Report {
  var identity: PeerIdentity
  var path: String

  var json: JSONValue {
    .object([
      "node": .string(identity.node.text), "mall": .string(identity.mall),
      "roles": .strings(identity.roles.map(\.rawValue).sorted()),
      "agencies": .strings(identity.agencies.map(\.text).sorted()),
      "subject": identity.subject.map(JSONValue.string) ?? .null,
      "serial": .string("\(identity.serial)"), "not_before": .string(identity.notBefore.isoText),
      "not_after": .string(identity.notAfter.isoText), "path": .string(path),
    ])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Kredensial ", "Credential ") + identity.node.text)
    sheet.add(language("Mal", "Mall"), identity.mall)
    sheet.add(language("Peran", "Roles"), identity.roles.map(\.rawValue).sorted().joined(separator: ", "))
    sheet.add(language("Instansi", "Agencies"), identity.agencies.map(\.text).sorted().joined(separator: ", "))
    sheet.add(language("Atas nama", "Subject"), identity.subject ?? "")
    sheet.add(language("Nomor seri", "Serial"), "\(identity.serial)")
    sheet.add(
      language("Berlaku", "Valid"), "\(identity.notBefore.wallText) – \(identity.notAfter.wallText)")
    sheet.add(language("Berkas", "File"), path)
    return sheet.text()
  }
}
