import MallDomain

/// Reads the texts of a message as values of the domain.
///
/// What can't be read is refused with `invalid_argument` and the field's name; the text itself, which may hold personal
/// data, is never repeated.
enum WireReading {
  static func identifier<ID: TextIdentifier>(
    _ text: String, _ field: String, as type: ID.Type = ID.self
  ) throws(Refusal) -> ID {
    do {
      return try ID(text)
    } catch {
      throw refusal(field)
    }
  }

  /// Nil where the text is empty.
  static func optionalIdentifier<ID: TextIdentifier>(
    _ text: String, _ field: String, as type: ID.Type = ID.self
  ) throws(Refusal) -> ID? {
    text.isEmpty ? nil : try identifier(text, field)
  }

  /// A date written `YYYY-MM-DD`.
  static func date(_ text: String, _ field: String) throws(Refusal) -> LocalDate {
    guard let date = LocalDate(text) else { throw refusal(field) }
    return date
  }

  /// Nil where the text is empty.
  static func optionalDate(_ text: String, _ field: String) throws(Refusal) -> LocalDate? {
    text.isEmpty ? nil : try date(text, field)
  }

  /// One of an enumeration's names.
  static func name<Value: RawRepresentable<String>>(
    _ text: String, _ field: String, as type: Value.Type = Value.self
  ) throws(Refusal) -> Value {
    guard let value = Value(rawValue: text) else { throw refusal(field) }
    return value
  }

  static func names<Value: RawRepresentable<String>>(
    _ texts: [String], _ field: String, as type: Value.Type = Value.self
  ) throws(Refusal) -> [Value] {
    try texts.map { (text) throws(Refusal) in try name(text, field) }
  }

  /// An amount that a tariff may name.
  static func amount(_ rupiah: Int64, _ field: String) throws(Refusal) -> Rupiah {
    guard rupiah >= 0 else { throw refusal(field) }
    return Rupiah(rupiah)
  }

  /// Pairs whose keys must differ.
  static func unique<Value>(_ pairs: [(String, Value)], _ field: String) throws(Refusal) -> [String: Value] {
    var result: [String: Value] = [:]
    for (key, value) in pairs {
      guard result.updateValue(value, forKey: key) == nil else { throw refusal("\(field): an id comes twice") }
    }
    return result
  }

  /// A message that must be there.
  static func required<Message>(_ message: Message?, _ field: String) throws(Refusal) -> Message {
    guard let message else { throw refusal(field) }
    return message
  }

  static func refusal(_ field: String) -> Refusal {
    Refusal(.invalidArgument, detail: field)
  }
}

extension String {
  /// Nil where the text is empty, as the wire writes what is absent.
  var nonEmpty: String? { isEmpty ? nil : self }
}
