import Foundation
import MallDomain
import MallWire

/// The JSON of an example application, which `mall apply --input` takes as it stands.
struct ExampleInput {
  var content: Wire.ApplicationContent
  /// Which values are written as numbers or truth values, by field.
  var types: [String: String]

  /// - Parameter form: the service's form, by which values are written in their JSON type.
  init(content: Wire.ApplicationContent, form: [Wire.FormField], channel: String?) {
    self.content = content
    if let channel { self.content.channel = channel }
    types = Dictionary(form.map { ($0.id, $0.type) }) { first, _ in first }
  }

  var json: JSONValue {
    .object([
      "service": .string(content.service),
      "channel": .string(content.channel),
      "values": .members(content.values.map { JSONValue.Member(name: $0.field, value: json(of: $0)) }),
      "attachments": .members(
        content.attachments.map {
          JSONValue.Member(name: $0.requirement, value: $0.blob.map(Self.file) ?? .string("shown"))
        }),
      "consents": consents,
    ])
  }

  private func json(of value: Wire.FieldValue) -> JSONValue {
    if let blob = value.blob { return Self.file(blob) }
    switch types[value.field] {
    case "boolean" where value.value == "true": return .boolean(true)
    case "boolean" where value.value == "false": return .boolean(false)
    case "integer", "money":
      // Only what reads back as the same text may stand as a number.
      guard let number = Int64(value.value), String(number) == value.value else { return .string(value.value) }
      return .integer(number)
    default: return .string(value.value)
    }
  }

  private var consents: JSONValue {
    let standard = ApplicationInput.standardPurpose(of: content.service)
    guard content.consents.contains(where: { $0.purpose != standard }) else {
      return .strings(content.consents.map(\.requirement))
    }
    return .members(content.consents.map { JSONValue.Member(name: $0.requirement, value: .string($0.purpose)) })
  }

  /// The example's file is one that every mall knows; it is written out, so that the input stands alone.
  private static func file(_ blob: Wire.BlobReference) -> JSONValue {
    guard blob.sha256 == ExampleFile.sha256 else { return blob.json }
    return .object([
      "name": .string(blob.name), "media_type": .string(blob.mediaType),
      "base64": .string(Data(ExampleFile.bytes).base64EncodedString()),
    ])
  }
}
