import ArgumentParser
import MallDomain
import MallLink
import MallNode
import MallWire

struct VerifyDocument: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Tells whether a document is genuine and in force, by its record or its QR code.",
    discussion: """
      mall keys --output mall.keys                    once in a while, with a network
      mall verify akta.bin --bundle mall.keys         a record that was saved with `mall document --output`
      mall verify --qr 'MALL1:…' --bundle mall.keys   what a phone reads from the paper

      Without --bundle the mall is asked. The exit code tells the outcome: 0 in force, 10 replaced, 11 revoked, 12 expired,
      13 genuine but without a list, 14 tampered with, 15 not of this mall, 65 not readable.
      """)

  @Argument(help: "A signed record; - reads it from standard input.")
  var file: String?

  @Option(help: "The text of a QR code; - reads it from standard input.")
  var qr: String?

  @Option(help: "A file of keys and lists, fetched with `mall keys`: nothing is asked of a network.")
  var bundle: String?

  @Option(
    help: "The fingerprint of the mall's authority that you trust. Default: the one of the data folder, if it has one.")
  var authority: String?

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (file == nil) != (qr == nil) else { throw ValidationError("Give a file or --qr TEXT.") }
  }

  func perform() async throws {
    let keys = try await keys()
    let today = LocalDate(jakarta: MallClock.system.now())
    let verdict: DocumentVerdict
    if let qr {
      let text = qr == "-" ? String(decoding: try InputSource.read("-"), as: UTF8.self) : qr
      verdict = keys.verifier.verify(code: text, on: today)
    } else {
      verdict = keys.verifier.verify(file: Array(try InputSource.read(file ?? "-")), on: today)
    }
    output.show(VerdictReport(verdict: verdict, keys: keys))
    let exit = ExitStatus(verdict.outcome)
    guard exit == .done else { throw ExitCode(exit.rawValue) }
  }

  private func keys() async throws -> VerificationKeys {
    let pinned = authority?.lowercased() ?? connection.data.authorityFingerprint
    guard let bundle else {
      let file = try await connection.connected(as: .citizen) { try await FetchKeys.fetch($0) }
      return try VerificationKeys(pages: file.bundles, pinned: pinned)
    }
    return try VerificationKeys(file: Array(try InputSource.read(bundle)), pinned: pinned)
  }
}

extension ExitStatus {
  init(_ outcome: DocumentVerdict.Outcome) {
    switch outcome {
    case .valid: self = .done
    case .replaced: self = .documentReplaced
    case .revoked: self = .documentRevoked
    case .expired: self = .documentExpired
    case .unconfirmed: self = .documentUnconfirmed
    case .tampered: self = .documentTampered
    case .foreign: self = .documentForeign
    case .unreadable: self = .badInput
    }
  }
}

private struct VerdictReport: Report {
  var verdict: DocumentVerdict
  var keys: VerificationKeys

  var json: JSONValue {
    .object([
      "outcome": .string(verdict.outcome.rawValue),
      "message": .object([
        "id": .string(verdict.message.text(.indonesian)), "en": .string(verdict.message.text(.english)),
      ]),
      "document": verdict.mark.map(Self.json) ?? .null,
      "since": verdict.since.map { .string($0.description) } ?? .null,
      "list_made_at": verdict.listedAt.map { .string($0.isoText) } ?? .null,
      "keys_made_at": .string(keys.madeAt.isoText), "mall": .string(keys.mall), "authority": .string(keys.authority),
    ])
  }

  private static func json(_ mark: DocumentMark) -> JSONValue {
    .object([
      "agency": .string(mark.agency.text), "type": .string(mark.type), "number": .string(mark.number),
      "version": .integer(mark.version), "holder_masked": .string(mark.holder),
      "issued_on": .string(mark.issuedOn.description),
      "valid_through": mark.validThrough.map { .string($0.description) } ?? .null,
    ])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(verdict.message.text(language))
    if let mark = verdict.mark {
      sheet.add(language("Jenis", "Type"), mark.type)
      sheet.add(language("Nomor", "Number"), mark.number)
      sheet.add(language("Versi", "Version"), String(mark.version))
      sheet.add(language("Atas nama", "Issued to"), mark.holder)
      sheet.add(language("Terbit", "Issued on"), mark.issuedOn.text(language))
      sheet.add(language("Berlaku sampai", "Valid through"), mark.validThrough?.text(language) ?? "")
      sheet.add(language("Instansi", "Agency"), mark.agency.text)
    }
    sheet.add(language("Daftar per", "List of"), verdict.listedAt?.wallText ?? "")
    sheet.add(language("Otoritas", "Authority"), keys.authority)
    return sheet.text()
  }
}
