/// Reads what somebody wrote into one field, and gives it back in its canonical text or says what is wrong with it.
///
/// Canonical text read again gives itself.
struct FieldText {
  var field: FormField
  var areas: AreaTable
  var today: LocalDate

  private typealias Reading = Result<String, Violation>

  /// A sentence that says what is wrong.
  struct Violation: Error {
    var message: Message

    init(_ key: MessageKey, _ arguments: String...) {
      message = Message(key: key, arguments: arguments)
    }

    init(_ message: Message) {
      self.message = message
    }
  }

  /// - Parameter text: trimmed and not empty.
  func canonical(_ text: String) throws(Violation) -> String {
    guard text.utf8.count <= FormLimits.textBytes else {
      throw Violation(.formTextTooLong, String(FormLimits.textBytes))
    }
    switch field.type {
    case .text: return try readText(text)
    case .nik: return try readNIK(text)
    case .nkk: return try readFamilyCard(text)
    case .date: return try readDate(text)
    case .time: return try readTime(text)
    case .integer: return try readInteger(text)
    case .money: return try readMoney(text)
    case .enumeration: return try readOption(text)
    case .phone: return try read(text, PhoneNumber.init, \.text, orElse: .numberPhone)
    case .email: return try read(text, EmailAddress.canonical, \.self, orElse: .formNotAnEmail)
    case .village: return try readVillage(text)
    case .boolean: return try readBoolean(text)
    case .file: throw Violation(.formFileExpected)
    }
  }

  /// Without spaces, tabs and line ends around it, and with plain line ends within.
  static func trimmed(_ text: String) -> String {
    let lines = String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
    guard let first = lines.firstIndex(where: { !$0.isWhitespace }),
      let last = lines.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(lines[first...last])
  }

  private func read<Value>(
    _ text: String, _ parse: (String) -> Value?, _ write: (Value) -> String, orElse key: MessageKey
  ) throws(Violation) -> String {
    guard let value = parse(text) else { throw Violation(key) }
    return write(value)
  }
}

// MARK: - Texts

extension FieldText {
  private func readText(_ text: String) throws(Violation) -> String {
    guard text.unicodeScalars.allSatisfy(FieldText.isVisible) else { throw Violation(.formControlCharacters) }
    let limit = field.maxLength ?? FormLimits.textCharacters
    guard text.count <= limit else { throw Violation(.formTooLong, String(limit)) }
    guard let source = field.pattern else { return text }
    // The catalogue refuses a pattern that can't be read; should one be there, nothing passes it.
    guard let pattern = try? TextPattern(source), pattern.matches(text) else {
      throw field.example.map { Violation(.formPatternExample, $0) } ?? Violation(.formPattern)
    }
    return text
  }

  /// Refuses control characters but the line end, and the marks that make a text read in another order than it is
  /// stored.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: true
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: false
    default: scalar.properties.generalCategory != .control
    }
  }

  private func readOption(_ text: String) throws(Violation) -> String {
    guard field.options.contains(where: { $0.value == text }) else {
      throw Violation(.formNotAnOption, field.options.map(\.value).joined(separator: ", "))
    }
    return text
  }

  private func readBoolean(_ text: String) throws(Violation) -> String {
    switch text.lowercased() {
    case "true", "ya", "yes", "1": return "true"
    case "false", "tidak", "no", "0": return "false"
    default: throw Violation(.formNotABoolean)
    }
  }
}

// MARK: - Numbers of the registers

extension FieldText {
  private func readNIK(_ text: String) throws(Violation) -> String {
    do { return try NIK(FieldText.withoutSeparators(text)).text } catch { throw Violation(error.message(for: .nik)) }
  }

  private func readFamilyCard(_ text: String) throws(Violation) -> String {
    do {
      return try FamilyCardNumber(FieldText.withoutSeparators(text)).text
    } catch {
      throw Violation(error.message(for: .familyCard))
    }
  }

  private func readVillage(_ text: String) throws(Violation) -> String {
    guard let code = try? AreaCode(text), areas.village(code) != nil else { throw Violation(.formNotAVillage) }
    return code.text
  }

  /// A form may strip dots and spaces (clarification of rule I1).
  private static func withoutSeparators(_ text: String) -> String {
    text.filter { $0 != "." && $0 != " " }
  }
}

// MARK: - Dates and amounts, with their bounds

extension FieldText {
  private func readDate(_ text: String) throws(Violation) -> String {
    guard let date = LocalDate(text) else { throw Violation(.formNotADate) }
    if let earliest = bound(field.minimum), date < earliest {
      throw Violation(.formDateTooEarly, earliest.description)
    }
    if let latest = bound(field.maximum), date > latest { throw Violation(.formDateTooLate, latest.description) }
    return date.description
  }

  private func bound(_ text: String?) -> LocalDate? {
    text == "today" ? today : text.flatMap(LocalDate.init)
  }

  private func readTime(_ text: String) throws(Violation) -> String {
    // 09.05 is how a time is written in Indonesian.
    let written = String(text.map { $0 == "." ? ":" : $0 })
    guard let time = LocalTime(written) else { throw Violation(.formNotATime) }
    if let earliest = field.minimum.flatMap(LocalTime.init), time < earliest {
      throw Violation(.formTooSmall, earliest.description)
    }
    if let latest = field.maximum.flatMap(LocalTime.init), time > latest {
      throw Violation(.formTooLarge, latest.description)
    }
    return time.description
  }

  private func readInteger(_ text: String) throws(Violation) -> String {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard let magnitude = Digits.value(of: digits.utf8), magnitude <= Int(Rupiah.largest.amount) else {
      throw Violation(.formNotAnInteger)
    }
    let number = isNegative ? -magnitude : magnitude
    try check(number)
    return String(number)
  }

  private func readMoney(_ text: String) throws(Violation) -> String {
    guard let money = Rupiah(text: text), Rupiah.zero...Rupiah.largest ~= money else { throw Violation(.formNotMoney) }
    try check(Int(money.amount))
    return String(money.amount)
  }

  private func check(_ number: Int) throws(Violation) {
    if let minimum = field.minimum.flatMap({ Int($0) }), number < minimum {
      throw Violation(.formTooSmall, String(minimum))
    }
    if let maximum = field.maximum.flatMap({ Int($0) }), number > maximum {
      throw Violation(.formTooLarge, String(maximum))
    }
  }
}
