import Foundation

@testable import MallWire

/// JSON as a value that can be compared.
enum JSONValue: Hashable, Decodable {
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }
}

/// Protobuf's canonical JSON of a message, by reflection: fields at their default are left out, 64-bit integers are
/// strings, bytes are base64, an enum value is its name.
extension JSONValue {
  init(_ message: some WireMessage) {
    self = .object(Self.fields(of: message))
  }

  private static func fields(of message: some WireMessage) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [:]
    for child in Mirror(reflecting: message).children {
      guard let label = child.label, label != "unknownFields", let value = value(child.value) else { continue }
      fields[label.replacing("ID", with: "Id")] = value
    }
    return fields
  }

  /// Nil where the value is the default.
  private static func value(_ value: Any) -> JSONValue? {
    switch value {
    case let value as Bool: value ? .bool(true) : nil
    case let value as Int32: value == 0 ? nil : .number(Double(value))
    case let value as UInt32: value == 0 ? nil : .number(Double(value))
    case let value as Int64: value == 0 ? nil : .string(String(value))
    case let value as UInt64: value == 0 ? nil : .string(String(value))
    case let value as String: value.isEmpty ? nil : .string(value)
    case let value as [UInt8]: value.isEmpty ? nil : .string(Data(value).base64EncodedString())
    case let value as [[UInt8]]:
      value.isEmpty ? nil : .array(value.map { .string(Data($0).base64EncodedString()) })
    case let value as [String]: value.isEmpty ? nil : .array(value.map { .string($0) })
    case let value as Wire.Kind: value == .unspecified ? nil : .string(kinds[Int(value.rawValue)])
    case let value as any WireMessage: .object(fields(of: value))
    case let value as [any WireMessage]: value.isEmpty ? nil : .array(value.map { .object(fields(of: $0)) })
    default: nil
    }
  }

  private static let kinds = [
    "KIND_UNSPECIFIED", "KIND_HELLO", "KIND_WELCOME", "KIND_REQUEST", "KIND_RESPONSE", "KIND_CANCEL", "KIND_PING",
    "KIND_PONG", "KIND_GOODBYE",
  ]
}
