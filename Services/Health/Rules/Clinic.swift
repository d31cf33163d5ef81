import MallDomain

/// A clinic (poli) of a facility. Its letter begins the numbers of its queue (rule H4).
struct Clinic: Hashable, Sendable {
  /// As the form names it.
  let name: String
  let letter: Character

  /// In the order of their letters, which never changes: new clinics come at the end.
  private static let healthCentre = [
    "umum", "gigi", "kia", "kb", "anak", "lansia", "gizi", "imunisasi", "tb", "jiwa",
  ]
  private static let hospital = [
    "penyakit-dalam", "anak", "kandungan", "bedah", "saraf", "mata", "tht", "kulit", "jiwa", "gigi", "paru", "jantung",
  ]
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

  init?(_ name: String, at facility: Facility) {
    let names = facility == .hospital ? Self.hospital : Self.healthCentre
    guard let place = names.firstIndex(of: name), place < Self.letters.count else { return nil }
    self.name = name
    letter = Self.letters[place]
  }

  /// A number of the day: the letter and three digits from 001; after 999 four digits.
  func number(_ serial: Int) -> String {
    let digits = String(serial)
    return "\(letter)" + String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
  }
}
