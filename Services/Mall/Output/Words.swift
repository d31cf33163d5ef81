import MallDomain

extension Language {
  /// One of two texts.
  func callAsFunction(_ indonesian: String, _ english: String) -> String {
    self == .indonesian ? indonesian : english
  }
}
