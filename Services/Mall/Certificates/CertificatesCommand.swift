import ArgumentParser

struct CertificatesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pki",
    abstract: "The mall's certificate authority: credentials for nodes, officers, operators, test citizens.",
    discussion: """
      `mall up` founds an authority and issues what it needs by itself. The authority's folder, DIR/pki/ca, belongs on \
      the operator's machine; a node gets its one credential file and nothing else.
      """,
    subcommands: [
      InitAuthority.self, IssueCredential.self, IssueDocumentKey.self, ListCertificates.self, ShowCredential.self,
      RevokeCertificate.self,
    ])
}

/// Where the authority is kept.
struct AuthorityOptions: ParsableArguments {
  @Option(name: .customLong("data"), help: "The mall's folder (MALL_DATA; default ./mall-data).")
  var dataPath: String?

  var data: DataFolder { DataFolder(path: dataPath) }
}
