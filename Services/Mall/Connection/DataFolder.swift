import Crypto
import Foundation
import MallDomain
import MallLink
import MallNode

/// The folder of one mall on this machine: its certificates, what its nodes keep, where they can be reached.
struct DataFolder: Hashable, Sendable {
  static let standardPath = "./mall-data"

  let path: String

  /// - Parameter path: as given by flag; nil takes `MALL_DATA`, else `./mall-data`.
  init(path: String?) {
    let environment = ProcessInfo.processInfo.environment["MALL_DATA"]
    self.path = path ?? environment.flatMap { $0.isEmpty ? nil : $0 } ?? Self.standardPath
  }

  var url: URL { URL(filePath: path) }
  var pki: URL { url.appending(path: "pki") }
  var authority: URL { pki.appending(path: "ca") }
  var revocations: URL { authority.appending(path: "revocations.txt") }
  var run: URL { url.appending(path: "run") }
  var logs: URL { url.appending(path: "logs") }
  var lock: URL { url.appending(path: "mall.lock") }

  var documentKeys: URL { pki.appending(path: "document-keys") }
  func documentKey(_ key: DocumentKey) -> URL {
    documentKeys.appending(path: "\(key.certificate.agency)-\(HexText.text(key.certificate.keyID)).pem")
  }

  /// The fingerprint of this mall's authority; nil where the folder has none.
  var authorityFingerprint: String? {
    guard let trust = try? MallTrust(contentsOf: authority.appending(path: "ca.pem").path),
      let bytes = try? trust.authorityBytes()
    else { return nil }
    return HexText.text(SHA256.hash(data: bytes))
  }

  func credential(_ name: String) -> URL { pki.appending(path: "\(name).pem") }
  func node(_ name: String) -> URL { url.appending(path: name) }
  func runFile(_ name: String) -> URL { run.appending(path: "\(name).json") }
  func log(_ name: String) -> URL { logs.appending(path: "\(name).log") }

  /// Whose credentials lie in the folder: nodes, officers, operators, citizens, banks.
  var credentialNames: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: pki.path)) ?? []
    return files.sorted().filter { $0.hasSuffix(".pem") }.map { String($0.dropLast(".pem".count)) }
  }

  /// Nodes whose databases lie in the folder; not what was moved aside there, which has no credential.
  var nodeNames: [String] {
    credentialNames.filter { FileManager.default.fileExists(atPath: node($0).appending(path: "mall.sqlite").path) }
  }

  /// What one types to name this folder; nothing where it is the standard one.
  var argument: String {
    path == Self.standardPath ? "" : " --data \(ShellWord.quoted(path))"
  }

  /// Where this mall's gateway listens.
  ///
  /// - Throws: `unavailable`, with what to do, when no mall runs here.
  func gatewayAddress() throws(CommandFailure) -> NodeAddress {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw noMall("folder itu tidak ada", "there is no such folder")
    }
    guard let run = try? RunFile.read(from: runFile("gateway")), let port = run.linkPort else {
      throw noMall("tidak ada run/gateway.json", "there is no run/gateway.json")
    }
    // Signal 0 only asks whether the process exists.
    guard kill(run.processID, 0) == 0 || errno == EPERM else {
      throw noMall("gateway-nya (proses \(run.processID)) sudah mati", "its gateway (process \(run.processID)) is gone")
    }
    return NodeAddress(host: "127.0.0.1", port: port)
  }

  private func noMall(_ indonesian: String, _ english: String) -> CommandFailure {
    CommandFailure(
      .unavailable,
      "Tidak ada mal yang berjalan di \(path): \(indonesian). Mulai dengan `mall up\(argument)`, "
        + "atau sebut yang lain dengan --data FOLDER atau --gateway HOST:PORT --credential BERKAS.",
      "No mall runs in \(path): \(english). Start one with `mall up\(argument)`, "
        + "or name another with --data DIR or --gateway HOST:PORT --credential FILE.")
  }

  /// Reads one of the credentials that `mall up` or `mall pki init` made.
  func loadCredential(_ role: Role) throws -> Credential {
    let file = credential(role.rawValue)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw CommandFailure(
        .unauthenticated,
        "Tidak ada sertifikat \(role.rawValue) di \(file.path). Buat dengan `mall pki issue \(role.rawValue) "
          + "--role \(role.rawValue)\(argument)`, atau sebut dengan --credential BERKAS.",
        "There is no \(role.rawValue) credential at \(file.path). Make one with `mall pki issue \(role.rawValue) "
          + "--role \(role.rawValue)\(argument)`, or name one with --credential FILE.")
    }
    return try Credential(contentsOf: file.path)
  }
}

/// Words that a shell takes as they are.
enum ShellWord {
  static func quoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./:=,@%+".utf8.contains(byte)
      }
    }
    return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
