/// A person's sex as civil registration records it.
package enum Sex: String, Hashable, Sendable, CaseIterable, Codable {
  case male, female
}

/// The number of a person in the population register (Nomor Induk Kependudukan), given once for life.
///
/// 16 digits `PPKKCC DDMMYY SSSS`: sub-district of first registration, date of birth with 40 added to a woman's day,
/// and a serial (UU 23/2006 art. 13; PP 40/2019; rule I1). It has no check digit. Neither area, date nor sex need agree
/// with the register: areas split, and a NIK is never issued anew when an entry is corrected.
///
/// The description is masked, so that a NIK doesn't get into a log by accident.
package struct NIK: Hashable, Sendable {
  private static let femaleDayOffset = 40

  private let number: PopulationNumber

  /// Strict: 16 ASCII digits and nothing else.
  package init(_ text: String) throws(PopulationNumberFault) {
    number = try PopulationNumber(text, femaleDays: true)
  }

  package var text: String { number.text }

  /// The code of the sub-district of first registration, such as `18.02.07`.
  package var area: AreaCode { number.area }

  package var serial: Int { number.serial }

  /// The sex in the number.
  package var sex: Sex {
    // The tens digit of the day is 4 or more only where 40 was added.
    text.utf8.dropFirst(6).first.map { $0 >= UInt8(ascii: "4") } == true ? .female : .male
  }

  /// The date of birth in the number. It may warn and it may fill a form; eligibility is decided by the registered
  /// date.
  package func birthDate(today: LocalDate) -> LocalDate? {
    number.date(notAfter: today)
  }

  /// The first 12 digits, within which serials count.
  package static func prefix(area: AreaCode, born: LocalDate, sex: Sex) -> String {
    PopulationNumber.prefix(area: area, date: born, dayOffset: sex == .female ? femaleDayOffset : 0)
  }

  /// The number of a newborn: one above the highest serial ever issued with the same first 12 digits, of the dead and
  /// cancelled too (rule I2).
  ///
  /// - Parameter highestSerial: 0 where there is none yet.
  package static func next(
    area: AreaCode, born: LocalDate, sex: Sex, highestSerial: Int
  ) throws(Refusal) -> NIK {
    guard 0..<PopulationNumber.highestSerial ~= highestSerial else {
      throw Refusal(.resourceExhausted, Message(.numberNikExhausted))
    }
    do {
      return try NIK(prefix(area: area, born: born, sex: sex) + Digits.text(highestSerial + 1, width: 4))
    } catch {
      throw Refusal(.invalidArgument, error.message(for: .nik))
    }
  }
}

extension NIK: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { Masking.populationNumber(text) }
  package var debugDescription: String { description }
}

extension NIK: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      try self.init(try container.decode(String.self))
    } catch is PopulationNumberFault {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a NIK")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension PopulationNumberFault {
  enum Kind {
    case nik, familyCard
  }

  /// The sentence that says what is wrong.
  func message(for kind: Kind) -> Message {
    switch (self, kind) {
    case (.lengthOrCharacters, .nik): Message(.numberNikDigits)
    case (.date, .nik): Message(.numberNikDate)
    case (.serial, .nik): Message(.numberNikSerial)
    case (.lengthOrCharacters, .familyCard): Message(.numberFamilyCardDigits)
    case (.date, .familyCard): Message(.numberFamilyCardDate)
    case (.serial, .familyCard): Message(.numberFamilyCardSerial)
    }
  }
}
