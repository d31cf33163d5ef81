import Foundation

extension JSONValue: Decodable {
  /// Reads any JSON; members come in the order of their names. A number with a fraction is refused.
  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: MemberName.self) {
      self = .members(
        try container.allKeys.sorted { $0.stringValue < $1.stringValue }.map { key in
          Member(name: key.stringValue, value: try container.decode(JSONValue.self, forKey: key))
        })
      return
    }
    if var container = try? decoder.unkeyedContainer() {
      var values: [JSONValue] = []
      while !container.isAtEnd {
        values.append(try container.decode(JSONValue.self))
      }
      self = .array(values)
      return
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "numbers are whole and of at most 64 bits; write others as text")
    }
  }

  /// Reads a whole text.
  static func read(_ bytes: some Sequence<UInt8>) throws(CommandFailure) -> JSONValue {
    do {
      return try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    } catch DecodingError.dataCorrupted(let context) {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      let reason = path.isEmpty ? "" : " (\(path): \(context.debugDescription))"
      throw CommandFailure(
        .invalidArgument,
        "Masukan bukan JSON yang benar\(reason). Lihat contohnya: mall apply KODE --example",
        "The input is no proper JSON\(reason). See an example: mall apply CODE --example")
    } catch {
      throw CommandFailure(
        .invalidArgument, "Masukan bukan JSON yang benar. Lihat contohnya: mall apply KODE --example",
        "The input is no proper JSON. See an example: mall apply CODE --example")
    }
  }

  private struct MemberName: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) {
      nil
    }
  }
}
