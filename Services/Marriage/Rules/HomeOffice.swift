import MallDomain

/// At which office two people register: the one of the place of the contract; who lives in another sub-district brings
/// the recommendation of the office at home (PMA 30/2024 art. 3-5).
enum HomeOffice {
  /// - Parameters:
  ///   - home: the village where somebody lives; nil where the register doesn't say.
  ///   - office: the sub-district of the office.
  static func needsRecommendation(home: AreaCode?, office: AreaCode) -> Bool {
    home.map { $0.parent != office } ?? true
  }
}
