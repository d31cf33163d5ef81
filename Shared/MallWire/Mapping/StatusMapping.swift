import MallDomain

extension Wire.Status {
  /// The answer that a refusal gives, in both languages.
  package init(_ refusal: Refusal) {
    self.init(
      code: refusal.code.rawValue, message: refusal.message.text(.english),
      violations: refusal.violations.map(Wire.FieldViolation.init), retryAfterMs: Self.milliseconds(refusal.retryAfter),
      messageID: refusal.message.text(.indonesian), key: refusal.message.key.rawValue,
      arguments: refusal.message.arguments)
  }

  /// What the status refuses; nil when it is ok.
  ///
  /// A code that this program doesn't know counts as unknown. A sentence that it doesn't know is replaced by the
  /// general one of the code, with the peer's English text where that has a blank.
  package var refusal: Refusal? {
    guard code != StatusCode.ok.rawValue else { return nil }
    let code = StatusCode(rawValue: code) ?? .unknown
    let general = Refusal(code, detail: message).message
    return Refusal(
      code, MessageKey(rawValue: key).map { Message(key: $0, arguments: arguments) } ?? general,
      violations: violations.map(FieldViolation.init(wire:)),
      retryAfter: retryAfterMs == 0 ? nil : .milliseconds(retryAfterMs))
  }

  private static func milliseconds(_ duration: Duration?) -> UInt32 {
    guard let duration, duration > .zero else { return 0 }
    guard duration < .milliseconds(Int64(UInt32.max)) else { return .max }
    let (seconds, attoseconds) = duration.components
    return UInt32(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}

extension Wire.FieldViolation {
  package init(_ violation: FieldViolation) {
    self.init(
      field: violation.field, key: violation.message.key.rawValue, messageID: violation.message.text(.indonesian),
      messageEn: violation.message.text(.english), arguments: violation.message.arguments)
  }
}

extension FieldViolation {
  package init(wire: Wire.FieldViolation) {
    let known = MessageKey(rawValue: wire.key).map { Message(key: $0, arguments: wire.arguments) }
    self.init(field: wire.field, message: known ?? Message(.requestInvalid, wire.messageEn))
  }
}

extension Refusal {
  /// The answer to bytes that are no message.
  package init(_ error: WireError) {
    self.init(.invalidArgument, detail: error.description)
  }
}
