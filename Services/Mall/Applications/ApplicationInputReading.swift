import Foundation
import MallDomain
import MallWire

extension ApplicationInput {
  /// Reads the JSON of an input; all that is wrong with its shape is said at once.
  ///
  /// Whether the values fit the form is for the mall to say.
  init(json bytes: some Sequence<UInt8>) throws(CommandFailure) {
    try self.init(try JSONValue.read(bytes))
  }

  init(_ json: JSONValue) throws(CommandFailure) {
    var reader = InputReader()
    self = reader.read(json)
    guard reader.violations.isEmpty else {
      throw CommandFailure(
        .invalidArgument, "Masukan tidak sesuai bentuknya. Lihat contohnya: mall apply KODE --example",
        "The input doesn't have the right shape. See an example: mall apply CODE --example",
        violations: reader.violations)
    }
  }
}

/// Walks the JSON of an input and notes what has no place in it.
private struct InputReader {
  var violations: [CommandFailure.Violation] = []

  mutating func read(_ json: JSONValue) -> ApplicationInput {
    var input = ApplicationInput()
    guard case .members(let members) = json else {
      note("-", "input.object", "Harus sebuah objek JSON.", "Must be a JSON object.")
      return input
    }
    for member in members {
      switch member.name {
      case "service": input.service = text(member)
      case "channel": input.channel = text(member)
      case "note": input.note = text(member)
      case "values": input.values = entries(member) { reader, value in reader.fieldValue(value) }
      case "attachments": input.attachments = entries(member) { reader, value in reader.attachment(value) }
      case "consents": input.consents = consents(member)
      default:
        note(
          member.name, "input.unknown-key",
          "Tidak dikenal; yang ada: service, channel, values, attachments, consents, note.",
          "Not known; there are: service, channel, values, attachments, consents, note.")
      }
    }
    return input
  }

  private mutating func note(_ field: String, _ key: String, _ indonesian: String, _ english: String) {
    violations.append(.init(field: field, key: key, LocalizedText(indonesian: indonesian, english: english)))
  }

  private mutating func text(_ member: JSONValue.Member) -> String? {
    switch member.value {
    case .string(let text): return text
    case .null: return nil
    default:
      note(member.name, "input.text", "Harus teks.", "Must be text.")
      return nil
    }
  }

  /// Reads an object whose members are entries; null means that there is none.
  private mutating func entries(
    _ member: JSONValue.Member,
    _ read: (inout InputReader, JSONValue.Member) -> ApplicationInput.Entry?
  ) -> [String: ApplicationInput.Entry] {
    guard case .members(let members) = member.value else {
      if member.value != .null {
        note(member.name, "input.object", "Harus sebuah objek JSON.", "Must be a JSON object.")
      }
      return [:]
    }
    var entries: [String: ApplicationInput.Entry] = [:]
    for entry in members where entry.value != .null {
      entries[entry.name] = read(&self, entry)
    }
    return entries
  }

  private mutating func fieldValue(_ member: JSONValue.Member) -> ApplicationInput.Entry? {
    switch member.value {
    case .string(let text): return .text(text)
    case .boolean(let value): return .text(value ? "true" : "false")
    case .integer(let number): return .text(String(number))
    case .members: return file(member).map(ApplicationInput.Entry.file)
    case .array, .null:
      note(
        member.name, "input.value", "Harus teks, bilangan bulat, true, false atau objek berkas.",
        "Must be text, a whole number, true, false or a file object.")
      return nil
    }
  }

  private mutating func attachment(_ member: JSONValue.Member) -> ApplicationInput.Entry? {
    if member.value == .string("shown") { return .shown }
    return file(member).map(ApplicationInput.Entry.file)
  }

  private mutating func file(_ member: JSONValue.Member) -> InputFile? {
    func string(_ name: String) -> String? {
      if case .string(let text)? = member.value[name] { text } else { nil }
    }
    if let path = string("file") { return .path(path) }
    let name = string("name") ?? ""
    let mediaType = string("media_type") ?? MediaType.of(fileName: name)
    if !name.isEmpty, let text = string("base64") {
      guard let bytes = Data(base64Encoded: text) else {
        note(member.name, "input.base64", "base64 tidak dapat dibaca.", "The base64 can't be read.")
        return nil
      }
      return .inline(name: name, mediaType: mediaType, bytes: Array(bytes))
    }
    if !name.isEmpty, let hash = string("sha256").flatMap(HexText.bytes), hash.count == BlobReference.hashLength,
      case .integer(let size)? = member.value["size"], size >= 0
    {
      return .uploaded(Wire.BlobReference(sha256: hash, size: UInt64(size), name: name, mediaType: mediaType))
    }
    note(
      member.name, "input.file",
      #"Berkas ditulis {"file": "foto.jpg"} atau {"name": …, "media_type": …, "base64": …}; lampiran juga "shown"."#,
      #"A file is written {"file": "foto.jpg"} or {"name": …, "media_type": …, "base64": …}; an attachment also "shown"."#
    )
    return nil
  }

  private mutating func consents(_ member: JSONValue.Member) -> [String: String] {
    var consents: [String: String] = [:]
    switch member.value {
    case .null: break
    case .array(let items):
      for item in items {
        guard case .string(let requirement) = item else {
          note(member.name, "input.consents", "Berisi id persyaratan.", "Holds ids of requirements.")
          continue
        }
        consents[requirement] = ""
      }
    case .members(let members):
      for consent in members {
        guard case .string(let purpose) = consent.value else {
          note(member.name, "input.consents", "Tujuan harus teks.", "A purpose must be text.")
          continue
        }
        consents[consent.name] = purpose
      }
    default:
      note(
        member.name, "input.consents", #"Ditulis ["kk"] atau {"kk": "tujuan"}."#,
        #"Written ["kk"] or {"kk": "purpose"}."#)
    }
    return consents
  }
}

/// Kinds of files that the mall takes.
enum MediaType {
  /// By the name's end; what is unknown goes as bytes, which the mall refuses with the kinds that it takes.
  static func of(fileName: String) -> String {
    switch fileName.split(separator: ".").last?.lowercased() {
    case "pdf": "application/pdf"
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    default: "application/octet-stream"
    }
  }
}
