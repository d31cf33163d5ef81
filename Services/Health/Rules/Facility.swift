import MallDomain

/// A place where patients are treated: a health centre (puskesmas) by its sub-district, or the hospital.
struct Facility: Hashable, Sendable {
  /// The code of the sub-district, or `rsud`; part of the numbers that are handed out.
  let code: String
  let name: String

  static let hospital = Facility(code: "rsud", name: "RSUD Demang Sepulau Raya")
  private static let prefix = "puskesmas"

  private init(code: String, name: String) {
    self.code = code
    self.name = name
  }

  /// The health centre that somebody wrote, with the word Puskesmas or without it, in any case and spacing.
  init?(healthCentre text: String, areas: AreaTable) {
    let wanted = Self.folded(text)
    guard let area = areas.subdistricts.first(where: { Self.folded($0.name) == wanted }) else { return nil }
    self.init(code: area.code.text, name: "Puskesmas \(area.name)")
  }

  private static func folded(_ text: String) -> String {
    let letters = text.lowercased().filter { !$0.isWhitespace }
    return letters.hasPrefix(prefix) ? String(letters.dropFirst(prefix.count)) : letters
  }
}
