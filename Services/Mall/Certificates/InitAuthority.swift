import ArgumentParser
import MallDomain
import MallLink

struct InitAuthority: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Founds the certificate authority of a new mall in DIR/pki/ca.")

  /// The district whose catalogue the mall ships.
  static let standardMall = "lampung-tengah"

  @Option(help: "The mall's name: letters, digits, hyphens and dots.")
  var mall: String = Self.standardMall

  @OptionGroup var folder: AuthorityOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let path = folder.data.authority.path
    do {
      let authority = try CertificateAuthority.create(in: path, mall: mall, at: MallClock.system.now())
      output.show(FoundedAuthority(mall: authority.mall, path: path, fingerprint: authority.fingerprint))
    } catch CredentialError.authorityExists {
      throw CommandFailure(
        .alreadyExists, "Sudah ada otoritas sertifikat di \(path).", "There is a certificate authority in \(path).",
        exit: .cannotCreate)
    } catch let CredentialError.unwritable(path, reason) {
      throw CommandFailure(
        .failedPrecondition, "\(path) tidak dapat ditulis: \(reason).", "\(path) can't be written: \(reason).",
        exit: .cannotCreate)
    }
  }
}

private struct FoundedAuthority: Report {
  var mall: String
  var path: String
  var fingerprint: String

  var json: JSONValue {
    .object(["mall": .string(mall), "path": .string(path), "fingerprint": .string(fingerprint)])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Otoritas sertifikat dibuat", "Certificate authority founded"))
    sheet.add(language("Mal", "Mall"), mall)
    sheet.add("Folder", path)
    sheet.add(language("Sidik jari", "Fingerprint"), fingerprint)
    return sheet.text()
  }
}
