/// Where a household's forebears came from. Lampung Tengah has been settled from Java since 1905, and from Bali.
enum SyntheticOrigin: CaseIterable, Sendable {
  case lampung, java, bali, sunda

  static func make(using generator: inout some RandomNumberGenerator) -> SyntheticOrigin {
    generator.weighted((.java, weight: 64), (.lampung, weight: 20), (.bali, weight: 8), (.sunda, weight: 8))
  }

  func religion(using generator: inout some RandomNumberGenerator) -> Religion {
    switch self {
    case .lampung, .sunda: return .islam
    case .bali: return .hindu
    case .java:
      return generator.weighted(
        (.islam, weight: 91), (.catholic, weight: 4), (.protestant, weight: 4), (.buddhist, weight: 1))
    }
  }

  func birthPlace(using generator: inout some RandomNumberGenerator) -> String {
    let elsewhere =
      switch self {
      case .lampung: ["Kotabumi", "Menggala", "Sukadana"]
      case .java: ["Metro", "Wonogiri", "Kebumen", "Ponorogo"]
      case .bali: ["Klungkung", "Gianyar", "Karangasem"]
      case .sunda: ["Garut", "Tasikmalaya", "Ciamis"]
      }
    return elsewhere[Int.random(in: elsewhere.indices, using: &generator)]
  }
}
