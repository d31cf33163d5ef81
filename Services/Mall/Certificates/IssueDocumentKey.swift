import ArgumentParser
import Foundation
import MallDomain
import MallLink

struct IssueDocumentKey: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "document-key",
    abstract: "Issues a key with which an agency signs its documents.",
    discussion: """
      The newest key that is in its time signs; older ones stay beside it, so that what they signed can be verified. A running
      agency takes a new key within seconds. To rotate, issue another; to take one back, `mall pki revoke --serial`:
      documents that it signed are then not believed any more, and must be issued anew.
      """)

  private static let standardDays: Int64 = 365

  @Argument(help: "The agency.")
  var agency: String

  @Option(help: "Days in which the key signs.")
  var days: Int64 = Self.standardDays

  @Option(name: .customLong("output"), help: "The file to write; default DIR/pki/document-keys/AGENCY-KEY.pem.")
  var file: String?

  @OptionGroup var folder: AuthorityOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...3_650).contains(days) else { throw ValidationError("--days: from 1 to 3650.") }
  }

  func perform() async throws {
    let authority = try CertificateAuthority.load(from: folder.data.authority.path)
    let key = try authority.issueDocumentKey(
      for: try AgencyID(agency), from: MallClock.system.now(), validFor: .seconds(days * 86_400))
    let path = file ?? folder.data.documentKey(key).path
    do {
      try FileManager.default.createDirectory(
        at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      try key.write(to: path)
    } catch {
      throw CommandFailure(
        .failedPrecondition, "\(path) tidak dapat ditulis.", "\(path) can't be written.", exit: .cannotCreate)
    }
    output.show(DocumentKeyReport(certificate: key.certificate, path: path))
  }
}

private struct DocumentKeyReport: Report {
  var certificate: DocumentCertificate
  var path: String

  var json: JSONValue {
    .object([
      "agency": .string(certificate.agency.text), "key_id": .string(HexText.text(certificate.keyID)),
      "serial": .string("\(certificate.serial)"), "not_before": .string(certificate.notBefore.isoText),
      "not_after": .string(certificate.notAfter.isoText), "path": .string(path),
    ])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Kunci dokumen ", "Document key of ") + certificate.agency.text)
    sheet.add(language("Kunci", "Key"), HexText.text(certificate.keyID))
    sheet.add(language("Nomor seri", "Serial"), "\(certificate.serial)")
    sheet.add(
      language("Berlaku", "Valid"), "\(certificate.notBefore.wallText) – \(certificate.notAfter.wallText)")
    sheet.add(language("Berkas", "File"), path)
    return sheet.text()
  }
}
