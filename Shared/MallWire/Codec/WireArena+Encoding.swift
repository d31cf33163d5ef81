internal import CMallSchema

/// Filling the C structs of a message, and packing them.
extension WireArena {
  /// Packs a filled C struct into memory that `write` gives.
  func pack<Message>(_ message: UnsafeMutablePointer<Message>, _ write: WireWriter) {
    let base = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
    let byteCount = protobuf_c_message_get_packed_size(base)
    write(byteCount) { memory in
      precondition(memory.count >= byteCount, "the memory is smaller than the message")
      guard let start = memory.baseAddress else { return }
      protobuf_c_message_pack(base, start.assumingMemoryBound(to: UInt8.self))
    }
  }

  func store(_ text: String) -> ProtobufCBinaryData {
    var text = text
    return text.withUTF8 { store(UnsafeRawBufferPointer($0)) }
  }

  func store(_ bytes: [UInt8]) -> ProtobufCBinaryData {
    bytes.withUnsafeBytes { store($0) }
  }

  private func store(_ bytes: UnsafeRawBufferPointer) -> ProtobufCBinaryData {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return ProtobufCBinaryData(len: 0, data: nil) }
    let copy = allocate(UInt8.self, count: bytes.count)
    UnsafeMutableRawPointer(copy).copyMemory(from: start, byteCount: bytes.count)
    return ProtobufCBinaryData(len: bytes.count, data: copy)
  }

  func store(_ texts: [String]) -> (UnsafeMutablePointer<ProtobufCBinaryData>?, Int) {
    guard !texts.isEmpty else { return (nil, 0) }
    let stored = allocate(ProtobufCBinaryData.self, count: texts.count)
    for (index, text) in texts.enumerated() {
      (stored + index).initialize(to: store(text))
    }
    return (stored, texts.count)
  }

  func store(_ byteStrings: [[UInt8]]) -> (UnsafeMutablePointer<ProtobufCBinaryData>?, Int) {
    guard !byteStrings.isEmpty else { return (nil, 0) }
    let stored = allocate(ProtobufCBinaryData.self, count: byteStrings.count)
    for (index, bytes) in byteStrings.enumerated() {
      (stored + index).initialize(to: store(bytes))
    }
    return (stored, byteStrings.count)
  }

  func store<Message: SchemaMessage>(
    _ messages: [Message]
  ) -> (UnsafeMutablePointer<UnsafeMutablePointer<Message.SchemaStruct>?>?, Int) {
    guard !messages.isEmpty else { return (nil, 0) }
    let stored = allocate(UnsafeMutablePointer<Message.SchemaStruct>?.self, count: messages.count)
    for (index, message) in messages.enumerated() {
      (stored + index).initialize(to: message.schema(in: self))
    }
    return (stored, messages.count)
  }

  func store(_ unknownFields: Wire.UnknownFields, in base: inout ProtobufCMessage) {
    let fields = unknownFields.fields
    guard !fields.isEmpty else { return }
    let stored = allocate(ProtobufCMessageUnknownField.self, count: fields.count)
    for (index, field) in fields.enumerated() {
      let content = store(field.content)
      (stored + index).initialize(
        to: ProtobufCMessageUnknownField(
          tag: field.number, wire_type: ProtobufCWireType(rawValue: field.wireType.rawValue),
          len: content.len, data: content.data))
    }
    base.unknown_fields = stored
    base.n_unknown_fields = UInt32(fields.count)
  }
}
