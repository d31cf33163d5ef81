import MallDomain

/// How a name is written on population documents (Permendagri 73/2022; rule I8).
///
/// That it is easy to read and has no negative meaning, the officer judges. Names recorded earlier stay as they are.
struct PersonalName: Hashable, Sendable {
  enum Fault: Hashable, Sendable {
    case empty
    /// More than 60 characters, spaces counted.
    case tooLong
    /// Not only Latin letters and single spaces.
    case characters
    /// A word of one letter.
    case abbreviation
  }

  static let longest = 60
  private static let titles: Set<String> = ["DR", "DRA", "DRS", "IR", "PROF", "HAJI", "HAJJAH", "HJ"]

  let text: String

  init(_ text: String) {
    self.text = text
  }

  private var words: [Substring] { text.split(separator: " ", omittingEmptySubsequences: false) }

  var faults: [Fault] {
    guard !text.isEmpty else { return [.empty] }
    var faults: [Fault] = []
    if text.count > Self.longest { faults.append(.tooLong) }
    let isLatin = text.utf8.allSatisfy { byte in
      UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte & ~0x20 || byte == UInt8(ascii: " ")
    }
    if !isLatin || words.contains("") { faults.append(.characters) }
    if words.contains(where: { $0.count == 1 }) { faults.append(.abbreviation) }
    return faults
  }

  /// Two words are advised; the applicant may insist on one in writing.
  var isOneWord: Bool { words.count == 1 }

  /// An academic or religious title has no place on a civil certificate.
  var holdsTitle: Bool { words.contains { Self.titles.contains($0.uppercased()) } }

  func findings(field: String) -> [Finding] {
    let faults = faults
    guard faults.isEmpty else { return faults.map { $0.finding(field) } }
    if holdsTitle {
      return [
        .warning(
          "I8", "Nama tampaknya memuat gelar; gelar tidak dicantumkan pada akta.",
          "The name seems to hold a title, which no certificate carries.", field: field)
      ]
    }
    if isOneWord {
      return [
        .warning(
          "I8", "Nama satu kata; pemohon menyatakannya secara tertulis bila tetap menghendaki.",
          "The name is one word; the applicant insists in writing or chooses another.", field: field)
      ]
    }
    return [.passed("I8", "Nama memenuhi ketentuan.", "The name is as the rules ask.", field: field)]
  }
}

extension PersonalName.Fault {
  fileprivate func finding(_ field: String) -> Finding {
    switch self {
    case .empty: .blocks("I8", "Nama belum diisi.", "There is no name.", field: field)
    case .tooLong:
      .blocks("I8", "Nama paling panjang 60 karakter.", "A name has at most 60 characters.", field: field)
    case .characters:
      .blocks(
        "I8", "Nama hanya huruf Latin dengan spasi tunggal, tanpa angka dan tanda baca.",
        "A name has only Latin letters and single spaces, no digits and no punctuation.", field: field)
    case .abbreviation:
      .blocks("I8", "Nama tidak boleh disingkat.", "A name can't be abbreviated.", field: field)
    }
  }
}
