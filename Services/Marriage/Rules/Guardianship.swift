import MallDomain

/// Who gives the bride away: the order of guardians by blood, and the guardian by office where there is none (PMA
/// 20/2019 art. 12; PMA 30/2024 art. 13; rule N4).
enum GuardianRelation: String, Hashable, Sendable, CaseIterable {
  // In their order: a farther one acts only where all nearer are absent or unfit.
  case father = "bapak"
  case grandfather = "kakek"
  case greatGrandfather = "buyut"
  case fullBrother = "saudara-kandung"
  case paternalBrother = "saudara-sebapak"
  case fullBrothersSon = "anak-saudara-kandung"
  case paternalBrothersSon = "anak-saudara-sebapak"
  case fathersFullBrother = "paman-kandung"
  case fathersPaternalBrother = "paman-sebapak"
  case fathersFullBrothersSon = "anak-paman-kandung"
  case fathersPaternalBrothersSon = "anak-paman-sebapak"
  case fathersFullBrothersGrandson = "cucu-paman-kandung"
  case fathersPaternalBrothersGrandson = "cucu-paman-sebapak"
  case grandfathersFullBrother = "paman-bapak-kandung"
  case grandfathersPaternalBrother = "paman-bapak-sebapak"
  case grandfathersFullBrothersSon = "anak-paman-bapak-kandung"
  case grandfathersPaternalBrothersSon = "anak-paman-bapak-sebapak"
  /// The head of the KUA.
  case byOffice = "wali-hakim"

  /// 1 for the nearest.
  var rank: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// When a guardian by office acts, and only then.
enum OfficeGuardianReason: String, Hashable, Sendable, CaseIterable {
  case none = "wali-nasab-tidak-ada"
  /// Only by a court's ruling.
  case refuses = "wali-adhal"
  case whereaboutsUnknown = "tidak-diketahui-keberadaan"
  case imprisoned = "dipenjara"
  case notMuslim = "wali-bukan-islam"
  case isGroom = "wali-menjadi-pengantin"

  /// Whether the reason stands only with a paper; the others the examination and the registers establish.
  var needsProof: Bool {
    switch self {
    case .refuses, .whereaboutsUnknown, .imprisoned: true
    case .none, .notMuslim, .isGroom: false
    }
  }

  /// The paper that proves it.
  var proof: (indonesian: String, english: String) {
    switch self {
    case .refuses: ("penetapan pengadilan tentang wali adhal", "the court's ruling on the refusal")
    case .whereaboutsUnknown: ("pernyataan bermeterai dengan dua saksi", "a stamped statement with two witnesses")
    case .imprisoned: ("surat keterangan dari rumah tahanan", "a letter of the prison")
    case .none, .notMuslim, .isGroom: ("hasil pemeriksaan", "the examination")
    }
  }
}

/// A guardian as the form names him, and what is known of the nearer ones.
struct Guardianship: Hashable, Sendable {
  enum Verdict: Hashable, Sendable {
    case accepted
    /// Nearer guardians must be absent or unfit: the officer establishes it.
    case nearerToBeExamined
    case nearerIsFit
    case reasonMissing
    case reasonWithoutOffice
    /// Such as: a guardian refuses, and no court has ruled on it.
    case proofMissing(OfficeGuardianReason)
  }

  var relation: GuardianRelation
  var reason: OfficeGuardianReason?
  /// What the couple says of the nearer ones; nil where nobody was asked.
  var nearer: MarriageForm.NearerGuardians?
  /// Guardians known to live and to be fit.
  var fit: Set<GuardianRelation> = []
  var hasProof = false

  var verdict: Verdict {
    relation == .byOffice ? byOffice : byBlood
  }

  private var byBlood: Verdict {
    if reason != nil { return .reasonWithoutOffice }
    if relation == .father || nearer == .delegated { return .accepted }
    if nearer == .fit || fit.contains(where: { $0.rank < relation.rank }) { return .nearerIsFit }
    return fit.contains(relation) ? .accepted : .nearerToBeExamined
  }

  private var byOffice: Verdict {
    guard let reason else { return .reasonMissing }
    if reason.needsProof, !hasProof { return .proofMissing(reason) }
    return reason == .none && !fit.isEmpty ? .nearerIsFit : .accepted
  }
}
