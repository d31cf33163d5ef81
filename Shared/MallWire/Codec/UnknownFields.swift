extension Wire {
  /// Fields that came with a message and are not in this version of the schema, in the order in which they came.
  ///
  /// A mall forwards what newer nodes say to each other: fields are only ever added to the schema, so what is not
  /// understood is kept.
  package struct UnknownFields: Hashable, Sendable {
    package var fields: [UnknownField]

    package init(_ fields: [UnknownField] = []) {
      self.fields = fields
    }

    package var isEmpty: Bool { fields.isEmpty }
  }

  /// One field as it stood in the message.
  package struct UnknownField: Hashable, Sendable {
    /// Numbers that protobuf allows a field to have.
    package static let numbers: ClosedRange<UInt32> = 1...((1 << 29) - 1)

    package var number: UInt32
    package var wireType: WireType
    /// What followed the tag; of a length-delimited field with its length.
    package var content: [UInt8]

    package init(number: UInt32, wireType: WireType, content: [UInt8]) {
      self.number = number
      self.wireType = wireType
      self.content = content
    }
  }

  /// How the bytes of a field are delimited. Groups, which protobuf gave up, are refused.
  package enum WireType: UInt32, Hashable, Sendable, CaseIterable {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
  }
}
