internal import CMallSchema

extension WireArena {
  /// Decodes `bytes` into C structs that live in this arena.
  func unpack<Message>(
    _ bytes: UnsafeRawBufferPointer, _ schema: UnsafePointer<ProtobufCMessageDescriptor>?, as type: Message.Type
  ) throws(WireError) -> UnsafePointer<Message> {
    // Nothing is freed before the whole arena is.
    var allocator = ProtobufCAllocator(
      alloc: { state, byteCount in
        guard let state, let byteCount = Int(exactly: byteCount) else { return nil }
        return WireArena(sharing: state).allocate(byteCount: byteCount)
      },
      free: { _, _ in },
      allocator_data: UnsafeMutableRawPointer(state))
    let unpacked = protobuf_c_message_unpack(
      schema, &allocator, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    guard let unpacked else {
      let name = schema.map { String(cString: $0.pointee.name) } ?? ""
      throw isExhausted ? .tooCostly(message: name, byteCount: bytes.count) : .malformed(message: name)
    }
    return UnsafePointer(UnsafeMutableRawPointer(unpacked).assumingMemoryBound(to: type))
  }

  /// The arena whose state libprotobuf-c hands back to its allocator.
  private init(sharing state: UnsafeMutableRawPointer) {
    self.init(state: state.assumingMemoryBound(to: State.self))
  }
}
