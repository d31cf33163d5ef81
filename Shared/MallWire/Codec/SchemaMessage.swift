internal import CMallSchema

/// What the generated code says of each message: its C struct, and the way there and back.
protocol SchemaMessage: WireMessage {
  associatedtype SchemaStruct

  init(unpacking bytes: UnsafeRawBufferPointer, in arena: WireArena) throws(WireError)

  init(schema: UnsafePointer<SchemaStruct>) throws(WireError)

  /// The C struct, filled, in memory of the arena.
  func schema(in arena: WireArena) -> UnsafeMutablePointer<SchemaStruct>
}

/// Reading the fields of C structs that libprotobuf-c decoded.
enum Schema {
  static func text(
    _ data: ProtobufCBinaryData, _ message: StaticString, _ field: StaticString, _ number: UInt32
  ) throws(WireError) -> String {
    guard let start = data.data, data.len > 0 else { return "" }
    let bytes = UnsafeBufferPointer(start: start, count: data.len)
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw .invalidText(message: "\(message)", field: "\(field)", number: number)
    }
    return text
  }

  static func texts(
    _ elements: UnsafeMutablePointer<ProtobufCBinaryData>?, _ count: Int,
    _ message: StaticString, _ field: StaticString, _ number: UInt32
  ) throws(WireError) -> [String] {
    guard let elements, count > 0 else { return [] }
    var texts: [String] = []
    texts.reserveCapacity(count)
    for index in 0..<count {
      texts.append(try text(elements[index], message, field, number))
    }
    return texts
  }

  static func bytes(_ data: ProtobufCBinaryData) -> [UInt8] {
    bytes(data.data, data.len)
  }

  static func byteStrings(_ elements: UnsafeMutablePointer<ProtobufCBinaryData>?, _ count: Int) -> [[UInt8]] {
    guard let elements else { return [] }
    return UnsafeBufferPointer(start: elements, count: count).map { bytes($0) }
  }

  static func message<Message: SchemaMessage>(
    _ schema: UnsafeMutablePointer<Message.SchemaStruct>?
  ) throws(WireError) -> Message? {
    guard let schema else { return nil }
    return try Message(schema: schema)
  }

  static func messages<Message: SchemaMessage>(
    _ elements: UnsafeMutablePointer<UnsafeMutablePointer<Message.SchemaStruct>?>?, _ count: Int
  ) throws(WireError) -> [Message] {
    guard let elements, count > 0 else { return [] }
    var messages: [Message] = []
    messages.reserveCapacity(count)
    for index in 0..<count {
      guard let element = elements[index] else { continue }
      messages.append(try Message(schema: element))
    }
    return messages
  }

  /// Throws for a field number that protobuf doesn't allow, which libprotobuf-c lets through.
  static func unknownFields(_ base: ProtobufCMessage) throws(WireError) -> Wire.UnknownFields {
    guard let elements = base.unknown_fields, base.n_unknown_fields > 0 else { return Wire.UnknownFields() }
    var fields: [Wire.UnknownField] = []
    fields.reserveCapacity(Int(base.n_unknown_fields))
    for field in UnsafeBufferPointer(start: elements, count: Int(base.n_unknown_fields)) {
      guard Wire.UnknownField.numbers.contains(field.tag),
        let wireType = Wire.WireType(rawValue: field.wire_type.rawValue)
      else { throw .malformed(message: String(cString: base.descriptor.pointee.name)) }
      fields.append(
        Wire.UnknownField(number: field.tag, wireType: wireType, content: bytes(field.data, field.len)))
    }
    return Wire.UnknownFields(fields)
  }

  private static func bytes(_ start: UnsafeMutablePointer<UInt8>?, _ count: Int) -> [UInt8] {
    [UInt8](UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}
