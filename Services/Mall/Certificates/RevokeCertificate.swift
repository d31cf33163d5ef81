import ArgumentParser
import MallDomain
import MallLink

struct RevokeCertificate: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Takes back a node's certificates, or one by its serial number.",
    discussion: "Writes DIR/pki/ca/revocations.txt, signed by the authority; nodes refuse what stands in it.")

  @Argument(help: "The node whose certificates are all taken back.")
  var node: String?

  @Option(help: "One certificate, as `mall pki list` shows it.")
  var serial: String?

  @OptionGroup var folder: AuthorityOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (node == nil) != (serial == nil) else { throw ValidationError("Give a node or --serial.") }
  }

  func perform() async throws {
    var authority = try CertificateAuthority.load(from: folder.data.authority.path)
    let before = Set(authority.trust.revocations.entries)
    let list: RevocationList
    do {
      if let node {
        list = try authority.revoke(node: try NodeID(node), at: MallClock.system.now())
      } else {
        guard let serial = SerialNumber(serial ?? "") else {
          throw CommandFailure(
            .invalidArgument, "Bukan nomor seri; lihat `mall pki list`.", "No serial number; see `mall pki list`.")
        }
        list = try authority.revoke(serial: serial, at: MallClock.system.now())
      }
    } catch CredentialError.unknownNode, CredentialError.unknownSerial {
      throw CommandFailure(
        .notFound, "Tidak pernah diterbitkan; lihat `mall pki list`.", "Never issued; see `mall pki list`.")
    }
    output.show(
      Revocation(
        entries: list.entries.filter { !before.contains($0) }, number: list.number,
        path: authority.revocationListPath))
  }
}

private struct Revocation: Report {
  var entries: [RevocationList.Entry]
  var number: UInt64
  var path: String

  var json: JSONValue {
    .object([
      "revoked": .array(
        entries.map { .object(["node": .string($0.node.text), "serial": .string("\($0.serial)")]) }),
      "list_number": .integer(number), "path": .string(path),
    ])
  }

  func text(in language: Language) -> String {
    guard !entries.isEmpty else { return language("Sudah dicabut sebelumnya.", "Taken back before.") }
    let serials = entries.map { "\($0.node) \($0.serial)" }.joined(separator: "\n  ")
    return language("Dicabut:\n  ", "Taken back:\n  ") + serials + "\n" + language("Daftar: ", "List: ") + path
  }
}
