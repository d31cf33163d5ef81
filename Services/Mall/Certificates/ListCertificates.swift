import ArgumentParser
import MallDomain
import MallLink

struct ListCertificates: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the certificates that the authority issued, with those taken back.")

  @OptionGroup var folder: AuthorityOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let authority = try CertificateAuthority.load(from: folder.data.authority.path)
    output.show(
      CertificateList(
        mall: authority.mall, fingerprint: authority.fingerprint, certificates: try authority.issued(),
        revocations: authority.trust.revocations))
  }
}

private struct CertificateList: Report {
  var mall: String
  var fingerprint: String
  var certificates: [IssuedCertificate]
  var revocations: RevocationList

  var json: JSONValue {
    .object([
      "mall": .string(mall), "fingerprint": .string(fingerprint),
      "certificates": .array(
        certificates.map {
          .object([
            "node": .string($0.node.text), "use": .string($0.use.rawValue), "serial": .string("\($0.serial)"),
            "roles": .strings($0.roles.map(\.rawValue).sorted()),
            "agencies": .strings($0.agencies.map(\.text).sorted()),
            "not_after": .string($0.notAfter.isoText), "revoked": .boolean(revocations.contains($0.serial)),
          ])
        }),
    ])
  }

  func text(in language: Language) -> String {
    let table = Table(
      [
        .init(language("Simpul", "Node"), wraps: true), .init(language("Untuk", "Use")),
        .init(language("Peran", "Roles")), .init(language("Sampai", "Until")), .init(language("Nomor seri", "Serial")),
        .init(language("Dicabut", "Revoked")),
      ],
      rows: certificates.map {
        [
          $0.node.text, $0.use.rawValue, $0.roles.map(\.rawValue).sorted().joined(separator: ","),
          LocalDate(jakarta: $0.notAfter).description, "\($0.serial)",
          revocations.contains($0.serial) ? language("ya", "yes") : "",
        ]
      })
    return "\(language("Mal", "Mall")) \(mall), \(language("sidik jari", "fingerprint")) \(fingerprint)\n\n"
      + table.text()
  }
}
