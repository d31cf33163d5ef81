/// The number of a family card (Kartu Keluarga): built like a NIK, with the date of registration and no 40 for women.
///
/// UU 23/2006 art. 61-62; Permendagri 108/2019; rule I3. The description is masked.
package struct FamilyCardNumber: Hashable, Sendable {
  private let number: PopulationNumber

  /// Strict: 16 ASCII digits and nothing else.
  package init(_ text: String) throws(PopulationNumberFault) {
    number = try PopulationNumber(text, femaleDays: false)
  }

  package var text: String { number.text }

  /// The code of the sub-district that registered the family.
  package var area: AreaCode { number.area }

  package var serial: Int { number.serial }

  package func registrationDate(today: LocalDate) -> LocalDate? {
    number.date(notAfter: today)
  }

  /// The first 12 digits, within which serials count.
  package static func prefix(area: AreaCode, registered: LocalDate) -> String {
    PopulationNumber.prefix(area: area, date: registered, dayOffset: 0)
  }

  /// One above the highest serial ever issued with the same first 12 digits.
  package static func next(
    area: AreaCode, registered: LocalDate, highestSerial: Int
  ) throws(Refusal) -> FamilyCardNumber {
    guard 0..<PopulationNumber.highestSerial ~= highestSerial else {
      throw Refusal(.resourceExhausted, Message(.numberFamilyCardExhausted))
    }
    do {
      return try FamilyCardNumber(
        prefix(area: area, registered: registered) + Digits.text(highestSerial + 1, width: 4))
    } catch {
      throw Refusal(.invalidArgument, error.message(for: .familyCard))
    }
  }
}

extension FamilyCardNumber: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { Masking.populationNumber(text) }
  package var debugDescription: String { description }
}

extension FamilyCardNumber: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      try self.init(try container.decode(String.self))
    } catch is PopulationNumberFault {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a family card number")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
