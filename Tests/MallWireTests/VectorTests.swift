import Foundation
import Testing

@testable import MallWire

/// The vectors pin the bytes; Google's Python protobuf wrote them, and a stranger's peer can be tried with them.
@Suite("Test vectors")
struct VectorTests {
  private struct MessageVector: Decodable {
    var hex: String
    var json: JSONValue
  }

  private struct FrameVector: Decodable {
    struct Body: Decodable {
      var message: String
      var fields: JSONValue
    }

    var envelope: JSONValue
    var body: Body?
    var unknown: String?
  }

  private static let typesByName = Dictionary(uniqueKeysWithValues: allMessages.map { ($0.messageName, $0) })

  @Test("every message, with every field")
  func messages() throws {
    let data = try Data(contentsOf: TestFiles.vectors("messages.json"))
    let vectors = try JSONDecoder().decode([String: MessageVector].self, from: data)
    #expect(Set(vectors.keys) == Set(Self.typesByName.keys))
    for (name, vector) in vectors {
      let type = try #require(Self.typesByName[name])
      try expect(type, hexadecimal: vector.hex, json: vector.json)
    }
  }

  private func expect<Message: WireMessage>(
    _ type: Message.Type, hexadecimal: String, json: JSONValue
  ) throws {
    let message = try Message(decoding: try #require(ProtobufBytes.bytes(hexadecimal: hexadecimal)))
    #expect(JSONValue(message) == json, "\(Message.messageName)")
    #expect(ProtobufBytes.hexadecimal(message.encoded()) == hexadecimal, "\(Message.messageName)")
  }

  private static let frames = [
    "hello", "welcome", "request-search", "request-submit", "request-decide", "request-deliver", "request-newer",
    "response", "response-refused", "response-unavailable", "cancel", "ping", "pong", "goodbye",
  ]

  @Test("no frame is left untried")
  func allFrames() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: TestFiles.vectors("frames").path)
    #expect(Set(files) == Set(Self.frames.flatMap { ["\($0).hex", "\($0).json"] }))
  }

  @Test("whole frames", arguments: frames)
  func frame(name: String) throws {
    let text = try String(contentsOf: TestFiles.vectors("frames/\(name).hex"), encoding: .utf8)
    let bytes = try #require(ProtobufBytes.bytes(hexadecimal: text.trimmingCharacters(in: .newlines)))
    let vector = try JSONDecoder().decode(
      FrameVector.self, from: try Data(contentsOf: TestFiles.vectors("frames/\(name).json")))

    let length = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    let content = Array(bytes.dropFirst(4))
    #expect(length == content.count)

    let envelope = try Wire.Envelope(decoding: content)
    #expect(JSONValue(envelope) == vector.envelope)
    #expect(envelope.encoded() == content)
    let newer = try #require(ProtobufBytes.bytes(hexadecimal: vector.unknown ?? ""))
    #expect(envelope.unknownFields.isEmpty == newer.isEmpty)
    #expect(Wire.Envelope(unknownFields: envelope.unknownFields).encoded() == newer)
    if let body = vector.body {
      let type = try #require(Self.typesByName[body.message])
      try expect(type, hexadecimal: ProtobufBytes.hexadecimal(envelope.body), json: body.fields)
    }
  }

  @Test("the committed vectors are those that Python writes")
  func writtenByPython() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [TestFiles.vectors("make_vectors.py").path, "--check"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
