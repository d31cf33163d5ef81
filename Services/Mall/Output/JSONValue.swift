/// A JSON value that keeps the order of its members, so that the same command prints the same text.
///
/// Numbers are whole: nothing that the mall counts has fractions, and money has no floating point.
indirect enum JSONValue: Hashable, Sendable {
  struct Member: Hashable, Sendable {
    var name: String
    var value: JSONValue
  }

  case null
  case boolean(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONValue])
  case members([Member])

  static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .members(members.map { Member(name: $0.key, value: $0.value) })
  }

  static func integer(_ value: some BinaryInteger) -> JSONValue {
    .integer(Int64(clamping: value))
  }

  static func strings(_ values: [String]) -> JSONValue {
    .array(values.map(JSONValue.string))
  }

  /// Null where the text is empty, as the wire writes what is absent.
  static func text(_ value: String) -> JSONValue {
    value.isEmpty ? .null : .string(value)
  }

  subscript(name: String) -> JSONValue? {
    guard case .members(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The object with more members at its end.
  func adding(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    guard case .members(let own) = self else { return self }
    return .members(own + members.map { Member(name: $0.key, value: $0.value) })
  }
}
