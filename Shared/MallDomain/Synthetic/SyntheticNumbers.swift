/// Writes the numbers that registers give, for invented people and things. Each follows from its arguments alone.
enum SyntheticNumbers {
  static func nik(area: AreaCode, born: LocalDate, sex: Sex, serial: Int) -> NIK {
    do {
      return try NIK.next(area: area, born: born, sex: sex, highestSerial: serial - 1)
    } catch {
      preconditionFailure("a NIK of a sub-district, a date and a serial of four digits is valid")
    }
  }

  static func familyCard(area: AreaCode, registered: LocalDate, serial: Int) -> FamilyCardNumber {
    do {
      return try FamilyCardNumber.next(area: area, registered: registered, highestSerial: serial - 1)
    } catch {
      preconditionFailure("a family card number of a sub-district, a date and a serial of four digits is valid")
    }
  }

  /// NOP of the `ordinal`-th object: sub-district and village of the tax map, block, number, kind 0.
  static func taxObject(subdistrict: AreaCode, village: Int, ordinal: Int) -> String {
    let (block, number) = ordinal.quotientAndRemainder(dividingBy: 9_999)
    let code = subdistrict.digits
    return code.prefix(4) + Digits.text((Int(code.suffix(2)) ?? 0) * 10, width: 3)
      + Digits.text((village + 1) % 1_000, width: 3) + Digits.text(block % 1_000, width: 3)
      + Digits.text(number + 1, width: 4) + "0"
  }

  /// JKN number of the `ordinal`-th insured person, scattered over nine digits.
  static func insurance(ordinal: Int) -> String {
    // The multiplier ends in 7 and isn't divisible by 2 or 5: a bijection modulo 10^9.
    "0001" + Digits.text(ordinal * 387_420_487 % 1_000_000_000, width: 9)
  }

  /// A number that has the form of a mobile number and is nobody's on purpose.
  static func phone(_ number: Int) -> PhoneNumber {
    guard let phone = PhoneNumber("0810" + Digits.text(number % 100_000_000, width: 8)) else {
      preconditionFailure("twelve digits that begin with 08 are a phone number")
    }
    return phone
  }

  /// Number of a marriage record: of the KUA for Muslims, of civil registration for others.
  static func marriage(religion: Religion, date: LocalDate, serial: Int) -> String {
    if religion == .islam {
      let book = Digits.text(serial % 97 + 1, width: 3)
      return "\(Digits.text(serial, width: 4))/\(book)/\(roman[date.month - 1])/\(date.year)"
    }
    let day = Digits.text(date.day, width: 2) + Digits.text(date.month, width: 2) + String(date.year)
    return "1802-KW-\(day)-\(Digits.text(serial, width: 4))"
  }

  static func divorce(religion: Religion, date: LocalDate, serial: Int) -> String {
    if religion == .islam { return "\(Digits.text(serial, width: 4))/AC/\(date.year)/PA.Gsg" }
    let day = Digits.text(date.day, width: 2) + Digits.text(date.month, width: 2) + String(date.year)
    return "1802-CR-\(day)-\(Digits.text(serial, width: 4))"
  }

  private static let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
}
