/// The code with which a bill is paid (kode bayar), rule T6: 15 digits, `1802`, the type, the year's last two digits, a
/// serial from 000001, and a check digit by Luhn.
package struct BillingCode: TextIdentifier {
  /// What the money is for.
  package enum Kind: Int, Hashable, Sendable, CaseIterable {
    case ruralAndUrbanProperty = 1
    case landAndBuildingTransfer = 2
    case foodAndDrink = 11
    case hotel = 12
    case entertainment = 13
    case parking = 14
    case electricity = 15
    case advertising = 21
    case groundwater = 22
    case minerals = 23
    case swallowNests = 24
    /// The fee of a service of the mall. It is no tax type of rule T6.
    case mallServiceFee = 90

    package var isTax: Bool { self != .mallServiceFee }
  }

  package static let serials = 1...999_999
  private static let length = 15
  private static let district = "1802"

  package let text: String
  package let kind: Kind
  /// The last two digits of the year.
  package let shortYear: Int
  package let serial: Int

  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = Array(text.utf8)
    guard bytes.count == BillingCode.length, Digits.areAll(bytes), text.hasPrefix(BillingCode.district),
      let kind = Digits.value(of: bytes[4..<6]).flatMap(Kind.init(rawValue:)),
      let year = Digits.value(of: bytes[6..<8]), let serial = Digits.value(of: bytes[8..<14]),
      BillingCode.serials.contains(serial), Luhn.isValid(bytes)
    else {
      throw InvalidIdentifier(
        kind: "billing code", rule: "15 digits: 1802, a type, a year, a serial and a check digit")
    }
    self.text = text
    self.kind = kind
    shortYear = year
    self.serial = serial
  }

  /// The code of a bill. Nil where the serials of the year are used up or the serial is below 1.
  package init?(kind: Kind, year: Int, serial: Int) {
    guard BillingCode.serials.contains(serial), year >= 0 else { return nil }
    let body =
      BillingCode.district + Digits.text(kind.rawValue, width: 2) + Digits.text(year % 100, width: 2)
      + Digits.text(serial, width: 6)
    text = body + String(Luhn.checkDigit(of: body.utf8))
    self.kind = kind
    shortYear = year % 100
    self.serial = serial
  }
}

/// Luhn's check digit (ISO/IEC 7812-1, annex B).
enum Luhn {
  /// The digit to append to some digits.
  static func checkDigit(of digits: some BidirectionalCollection<UInt8>) -> Int {
    (10 - sum(digits, doublingLast: true) % 10) % 10
  }

  /// Whether the last of some digits checks the others.
  static func isValid(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
    sum(digits, doublingLast: false) % 10 == 0
  }

  private static func sum(_ digits: some BidirectionalCollection<UInt8>, doublingLast: Bool) -> Int {
    var doubles = doublingLast
    var sum = 0
    for byte in digits.reversed() {
      let digit = Int(byte) - Int(UInt8(ascii: "0"))
      let value = doubles ? digit * 2 : digit
      sum += value > 9 ? value - 9 : value
      doubles.toggle()
    }
    return sum
  }
}
