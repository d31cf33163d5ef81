import MallDomain

/// Whose child a birth certificate calls the child (Perpres 96/2018 art. 33; Permendagri 108/2019; rule I7).
enum Parentage: String, Hashable, Sendable, Codable {
  case fatherAndMother = "father-and-mother"
  /// With the remark that the parents' marriage is not recorded.
  case fatherAndMotherUnrecorded = "father-and-mother-unrecorded"
  case mother
  /// A foundling.
  case unknown

  /// What is known of the parents' marriage.
  struct Grounds: Hashable, Sendable {
    /// By a marriage book or certificate, or by the register itself.
    var isRecorded = false
    /// The family card says that they are married.
    var isMarriedInFamilyCard = false
    /// The parents' own statement of their marriage (SPTJM) is handed in.
    var hasStatement = false
    var namesFather = true
    var isFoundling = false
  }

  init(_ grounds: Grounds) {
    self =
      if grounds.isFoundling {
        .unknown
      } else if !grounds.namesFather {
        .mother
      } else if grounds.isRecorded {
        .fatherAndMother
      } else if grounds.isMarriedInFamilyCard, grounds.hasStatement {
        .fatherAndMotherUnrecorded
      } else {
        .mother
      }
  }

  var namesFather: Bool {
    self == .fatherAndMother || self == .fatherAndMotherUnrecorded
  }

  /// What the certificate says.
  var entry: LocalizedText {
    switch self {
    case .fatherAndMother:
      LocalizedText(indonesian: "anak dari ayah dan ibu", english: "child of father and mother")
    case .fatherAndMotherUnrecorded:
      LocalizedText(
        indonesian: "anak dari ayah dan ibu, yang perkawinannya belum tercatat sesuai peraturan perundang-undangan",
        english: "child of father and mother, whose marriage is not recorded")
    case .mother: LocalizedText(indonesian: "anak seorang ibu", english: "child of a mother")
    case .unknown:
      LocalizedText(indonesian: "asal usul orang tua tidak diketahui", english: "parents unknown")
    }
  }
}
