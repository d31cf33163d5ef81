/// What is wrong with a NIK or a family card number, in the order in which the checks are made (rules I1 and I3).
package enum PopulationNumberFault: Error, Hashable, Sendable {
  /// Not exactly 16 ASCII digits.
  case lengthOrCharacters
  /// A day and month that exist in neither century.
  case date
  /// The serial 0000.
  case serial
}

/// The structure that NIK and family card numbers share: `PPKKCC DDMMYY SSSS`, without a check digit.
///
/// Of the years 19YY and 20YY the later one counts whose date exists and isn't after today (rule I1, a convention). A
/// date that exists at all has passed in one of the two, since every date of 19YY has passed and 29 February 2000, the
/// only day that 19YY lacks, has too. So whether a number is valid doesn't depend on today; only its date does.
struct PopulationNumber: Hashable, Sendable {
  static let length = 16
  static let highestSerial = 9999

  let text: String
  let day: Int
  let month: Int
  let shortYear: Int
  let serial: Int

  /// - Parameter femaleDays: whether days 41 to 71 mean a woman's day of birth.
  init(_ text: String, femaleDays: Bool) throws(PopulationNumberFault) {
    let bytes = Array(text.utf8)
    guard bytes.count == PopulationNumber.length, let day = Digits.value(of: bytes[6..<8]),
      let month = Digits.value(of: bytes[8..<10]), let shortYear = Digits.value(of: bytes[10..<12]),
      let serial = Digits.value(of: bytes[12..<16]), Digits.areAll(bytes)
    else { throw .lengthOrCharacters }
    self.text = text
    self.day = femaleDays && day > 40 ? day - 40 : day
    self.month = month
    self.shortYear = shortYear
    self.serial = serial
    guard date(in: 1900) != nil || date(in: 2000) != nil else { throw .date }
    guard serial > 0 else { throw .serial }
  }

  /// The first 12 digits, `PPKKCC` and the date with the woman's 40 added.
  static func prefix(area: AreaCode, date: LocalDate, dayOffset: Int) -> String {
    area.digits + Digits.text(date.day + dayOffset, width: 2) + Digits.text(date.month, width: 2)
      + Digits.text(date.year % 100, width: 2)
  }

  /// The code of the sub-district, such as `18.02.07`.
  var area: AreaCode {
    AreaCode(subdistrictDigits: text.utf8.prefix(6))
  }

  /// The date in the number, in the later century in which it exists and isn't after today.
  func date(notAfter today: LocalDate) -> LocalDate? {
    if let later = date(in: 2000), later <= today { return later }
    return date(in: 1900)
  }

  private func date(in century: Int) -> LocalDate? {
    LocalDate(year: century + shortYear, month: month, day: day)
  }
}
