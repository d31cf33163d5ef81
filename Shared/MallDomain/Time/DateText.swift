/// Dates and times as people read them (rule M13).
extension LocalDate {
  package enum Style: Hashable, Sendable {
    /// `27 Februari 2023`, `27 February 2023`.
    case long
    /// `Senin, 27 Februari 2023`, `Monday, 27 February 2023`.
    case withWeekday
    /// `27/02/2023`.
    case short
  }

  package func text(_ language: Language, _ style: Style = .long) -> String {
    switch style {
    case .long: "\(day) \(LocalDate.monthName(month, language)) \(year)"
    case .withWeekday: "\(weekday.name(language)), \(text(language, .long))"
    case .short: "\(Digits.text(day, width: 2))/\(Digits.text(month, width: 2))/\(Digits.text(year, width: 4))"
    }
  }

  private static func monthName(_ month: Int, _ language: Language) -> String {
    let names =
      switch language {
      case .indonesian:
        [
          "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
          "November", "Desember",
        ]
      case .english:
        [
          "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December",
        ]
      }
    return names[month - 1]
  }
}

extension LocalTime {
  /// `09.05 WIB` in Indonesian, `09:05 WIB` in English.
  package func text(_ language: Language) -> String {
    let separator = language == .indonesian ? "." : ":"
    return "\(Digits.text(hour, width: 2))\(separator)\(Digits.text(minute, width: 2)) WIB"
  }
}

extension MallInstant {
  /// `27 Februari 2023 09.05 WIB`.
  package func text(_ language: Language) -> String {
    "\(LocalDate(jakarta: self).text(language)) \(LocalTime(jakarta: self).text(language))"
  }
}

extension Weekday {
  package func name(_ language: Language) -> String {
    switch (self, language) {
    case (.monday, .indonesian): "Senin"
    case (.tuesday, .indonesian): "Selasa"
    case (.wednesday, .indonesian): "Rabu"
    case (.thursday, .indonesian): "Kamis"
    case (.friday, .indonesian): "Jumat"
    case (.saturday, .indonesian): "Sabtu"
    case (.sunday, .indonesian): "Minggu"
    case (.monday, .english): "Monday"
    case (.tuesday, .english): "Tuesday"
    case (.wednesday, .english): "Wednesday"
    case (.thursday, .english): "Thursday"
    case (.friday, .english): "Friday"
    case (.saturday, .english): "Saturday"
    case (.sunday, .english): "Sunday"
    }
  }
}
