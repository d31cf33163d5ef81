/// Checks what a citizen handed in against the published form of a service, and finds all that is wrong at once.
///
/// Violations come in the order of the form: the service and channel, its fields, fields that it doesn't have, its
/// requirements, requirements that it doesn't have. Texts of violations never repeat what was written.
package struct FormValidator: Sendable {
  package struct Verdict: Hashable, Sendable {
    /// Values that are right in canonical text, the others as they came; without what was left empty.
    package var content: ApplicationContent
    package var violations: [FieldViolation]
  }

  let service: PublicService
  let areas: AreaTable
  let today: LocalDate

  var content: ApplicationContent
  var violations: [FieldViolation] = []

  private init(_ content: ApplicationContent, service: PublicService, areas: AreaTable, today: LocalDate) {
    self.content = content
    self.service = service
    self.areas = areas
    self.today = today
  }

  /// - Parameter today: the date in Jakarta, which `min` and `max` may name.
  package static func validate(
    _ content: ApplicationContent, against service: PublicService, areas: AreaTable, today: LocalDate
  ) -> Verdict {
    var validator = FormValidator(content, service: service, areas: areas, today: today)
    validator.run()
    return Verdict(content: validator.content, violations: validator.violations)
  }

  /// The canonical content, or a refusal `invalid_argument` with all violations.
  package static func canonical(
    _ content: ApplicationContent, against service: PublicService, areas: AreaTable, today: LocalDate
  ) throws(Refusal) -> ApplicationContent {
    let verdict = validate(content, against: service, areas: areas, today: today)
    guard verdict.violations.isEmpty else {
      throw Refusal(.invalidArgument, Message(.formRejected), violations: verdict.violations)
    }
    return verdict.content
  }

  private mutating func run() {
    // What is too large is not looked at any further.
    guard isWithinLimits() else { return }
    checkServiceAndChannel()
    checkFields()
    checkUnknownFields()
    checkRequirements()
    checkTotalOfFiles()
  }

  mutating func report(_ field: String, _ message: Message) {
    violations.append(FieldViolation(field: String(field.prefix(FormLimits.echoedCharacters)), message: message))
  }

  private mutating func isWithinLimits() -> Bool {
    let entries = content.values.count + content.files.count + content.attachments.count + content.consents.count
    guard entries <= FormLimits.entries else {
      report("content", Message(.formTooManyValues, String(FormLimits.entries)))
      return false
    }
    let texts = [content.values, content.consents].flatMap { $0.map { $0.key.utf8.count + $0.value.utf8.count } }
    let keys = [Array(content.files.keys), Array(content.attachments.keys)].joined().map(\.utf8.count)
    guard (texts + keys).reduce(0, +) <= FormLimits.totalTextBytes else {
      report("content", Message(.formTooMuchText, String(FormLimits.totalTextBytes)))
      return false
    }
    return true
  }

  private mutating func checkServiceAndChannel() {
    if content.service != service.code {
      report("service", Message(.formServiceMismatch, service.code.text))
    }
    if !service.channels.contains(where: { $0.rawValue == content.channel }) {
      report("channel", Message(.formChannelNotOffered, service.channels.map(\.rawValue).joined(separator: ", ")))
    }
  }

  private mutating func checkTotalOfFiles() {
    var total: UInt64 = 0
    for blob in content.blobs {
      let (sum, overflow) = total.addingReportingOverflow(blob.size)
      total = overflow ? .max : sum
    }
    if total > FormLimits.totalFileBytes {
      report("content", Message(.formTooMuchData, String(FormLimits.totalFileBytes)))
    }
  }
}

// MARK: - Fields

extension FormValidator {
  private mutating func checkFields() {
    // First all values, since conditions read canonical ones of fields that may come later in the form.
    var faults: [String: Message] = [:]
    for field in service.form {
      faults[field.id] = readValue(of: field) ?? checkFile(of: field)
    }
    for field in service.form {
      let isAnswered = content.values[field.id] != nil || content.files[field.id] != nil
      if !FieldConditions(form: service.form, values: content.values).isShown(field) {
        if isAnswered { report(field.id, Message(.formHiddenField)) }
      } else if let fault = faults[field.id] {
        report(field.id, fault)
      } else if field.isRequired, !isAnswered {
        report(field.id, Message(.formRequired))
      }
    }
  }

  /// Replaces the value by its canonical text, or says what is wrong with it.
  private mutating func readValue(of field: FormField) -> Message? {
    guard let raw = content.values[field.id] else { return nil }
    let text = FieldText.trimmed(raw)
    guard !text.isEmpty else {
      content.values[field.id] = nil
      return nil
    }
    do {
      content.values[field.id] = try FieldText(field: field, areas: areas, today: today).canonical(text)
      return nil
    } catch {
      return error.message
    }
  }

  private func checkFile(of field: FormField) -> Message? {
    guard let blob = content.files[field.id] else { return nil }
    return field.type == .file ? blob.fault : Message(.formTextExpected)
  }

  private mutating func checkUnknownFields() {
    let known = Set(service.form.map(\.id))
    for id in Set(content.values.keys).union(content.files.keys).subtracting(known).sorted() {
      report(id, Message(.formUnknownField))
    }
  }
}

/// Which fields a form shows, given what is answered so far.
package struct FieldConditions: Sendable {
  private let fields: [String: FormField]
  private let values: [String: String]

  /// - Parameter values: in canonical text.
  package init(form: [FormField], values: [String: String]) {
    fields = Dictionary(form.map { ($0.id, $0) }) { first, _ in first }
    self.values = values
  }

  /// A field is hidden when the field that it depends on is hidden or has another value. Fields that depend on each
  /// other in a circle are hidden.
  package func isShown(_ field: FormField) -> Bool {
    var current = field
    var seen: Set<String> = []
    while let condition = current.condition {
      guard seen.insert(current.id).inserted, let other = fields[condition.field],
        values[other.id].map(condition.values.contains) == true
      else { return false }
      current = other
    }
    return true
  }
}
