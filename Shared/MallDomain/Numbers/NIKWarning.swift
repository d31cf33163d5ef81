/// What is unusual about a NIK and never a reason to reject it (rule I1).
package enum NIKWarning: Hashable, Sendable, CaseIterable {
  /// Neither the sub-district nor the district is in the table of areas.
  case unknownArea
  /// The registered date of birth is another.
  case otherBirthDate
  /// The registered sex is another.
  case otherSex
}

extension NIK {
  /// - Parameters:
  ///   - registeredBirth: the date of birth on file, which wins over the one in the number; nil where there is none.
  ///   - registeredSex: the sex on file, or nil.
  package func warnings(
    areas: AreaTable, registeredBirth: LocalDate? = nil, registeredSex: Sex? = nil
  ) -> [NIKWarning] {
    var warnings: [NIKWarning] = []
    if areas.standing(of: area) == .unknown { warnings.append(.unknownArea) }
    if let registeredBirth, !agrees(with: registeredBirth) { warnings.append(.otherBirthDate) }
    if let registeredSex, registeredSex != sex { warnings.append(.otherSex) }
    return warnings
  }

  /// Whether day, month and the year's last two digits are those of a date.
  private func agrees(with date: LocalDate) -> Bool {
    text.hasPrefix(NIK.prefix(area: area, born: date, sex: sex))
  }
}
