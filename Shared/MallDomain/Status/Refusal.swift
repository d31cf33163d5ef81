/// What is wrong with one field, requirement or parameter.
package struct FieldViolation: Hashable, Sendable {
  /// The field's, requirement's or parameter's id.
  package var field: String
  package var message: Message

  package init(field: String, message: Message) {
    self.field = field
    self.message = message
  }
}

/// The error at module borders: a status code, and a sentence that says what happened and what to do.
package struct Refusal: Error, Hashable, Sendable {
  package var code: StatusCode
  package var message: Message
  package var violations: [FieldViolation]
  /// When trying again may help.
  package var retryAfter: Duration?

  package init(
    _ code: StatusCode, _ message: Message, violations: [FieldViolation] = [], retryAfter: Duration? = nil
  ) {
    self.code = code
    self.message = message
    self.violations = violations
    self.retryAfter = retryAfter
  }

  /// Whether the other side was away or busy rather than against it: the same request may succeed later as it stands.
  package var isPassing: Bool {
    switch code {
    case .unavailable, .resourceExhausted, .cancelled, .deadlineExceeded: true
    default: false
    }
  }
}

extension Refusal: CustomStringConvertible {
  package var description: String {
    let fields = violations.map { "\($0.field): \($0.message.text(.english))" }
    return (["\(code.name): \(message.text(.english))"] + fields).joined(separator: "; ")
  }
}
