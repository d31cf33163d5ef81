import MallDomain

/// A marriage as it was entered in the register (PMA 30/2024). The entry never changes: what follows is a note beside
/// it (`MarriageNote`).
struct Marriage: Hashable, Sendable, Codable {
  /// Nil: the register of another place knows the spouse.
  var groom: NIK?
  var bride: NIK?
  var groomName: String?
  var brideName: String?
  var contract: LocalDate
  var time: String?
  /// The village of the contract; nil: at the office.
  var village: AreaCode?
  var guardian: String?
  var guardianRelation: String?
  var officeGuardianReason: String?
  var dower: String?
  var witnesses: [NIK]
  /// Whether the couple made an agreement on property.
  var hasAgreement: Bool?
  /// The officiant of the office who was booked.
  var officiant: Int?
}

/// Where an entry stands: its office's sub-district, and its number there.
struct MarriageKey: Hashable, Sendable {
  var office: String
  var number: String
}

/// What was written beside an entry later.
struct MarriageNote: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable, CaseIterable {
    /// By the religious court's ruling.
    case divorce
    /// Of one of the two.
    case death
    /// Annulled by the court.
    case annulment
    /// Taken up again (rujuk).
    case reconciliation = "rujuk"
    case correction
    /// A book was made anew under the same number.
    case duplicate
    /// Copies were certified.
    case certifiedCopy = "certified-copy"
  }

  /// What the note says beyond its kind and day.
  struct Content: Hashable, Sendable, Codable {
    /// Of the divorce certificate, the death certificate, the reconciliation, or the court's order.
    var document: String?
    var divorce: DivorceKind?
    /// Who died.
    var deceased: NIK?
    var element: String?
    var before: String?
    var after: String?
    var reason: String?
    var copies: Int?
  }

  var kind: Kind
  /// The day from which it counts: of the final ruling, of the death, of the reconciliation.
  var effective: LocalDate
  var content = Content()
}

/// A note as the register keeps it, with who wrote it, when, and on which case.
struct RecordedNote: Hashable, Sendable {
  /// From 1, in the order of writing.
  var position: Int
  var note: MarriageNote
  var recordedAt: MallInstant
  var officer: String?
  var caseID: CaseID?
}

/// An entry with all notes beside it: its history.
struct MarriageHistory: Hashable, Sendable {
  var key: MarriageKey
  var marriage: Marriage
  var recordedAt: MallInstant
  var officer: String?
  var caseID: CaseID?
  var notes: [RecordedNote]

  /// As it stands today, or as it stood at an instant; nil before it was entered.
  func standing(at instant: MallInstant? = nil) -> MarriageStanding? {
    if let instant, instant < recordedAt { return nil }
    var standing = MarriageStanding(office: key.office, number: key.number, contract: marriage.contract)
    for recorded in notes where instant.map({ recorded.recordedAt <= $0 }) ?? true {
      standing.apply(recorded.note)
    }
    return standing
  }

  func isParty(_ nik: NIK) -> Bool {
    marriage.groom == nik || marriage.bride == nik
  }

  /// What an element is now: as entered, or as it was corrected last.
  func corrected(_ element: String) -> String? {
    notes.last { $0.note.kind == .correction && $0.note.content.element == element }?.note.content.after
  }
}

/// A marriage as somebody's past or present.
struct MarriageStanding: Hashable, Sendable {
  enum Ending: String, Hashable, Sendable, CaseIterable {
    case divorce, death, annulment
  }

  var office: String
  var number: String
  var contract: LocalDate
  /// Nil: undissolved.
  var endedOn: LocalDate?
  var ending: Ending?
  var divorce: DivorceKind?
  /// How often it was ended and taken up again.
  var reconciliations = 0
  /// Books that were made anew.
  var duplicates = 0

  var isUndissolved: Bool { endedOn == nil }
  var key: MarriageKey { MarriageKey(office: office, number: number) }

  mutating func apply(_ note: MarriageNote) {
    switch note.kind {
    case .divorce: end(.divorce, note)
    case .death: end(.death, note)
    case .annulment: end(.annulment, note)
    case .reconciliation:
      endedOn = nil
      ending = nil
      divorce = nil
      reconciliations += 1
    case .duplicate: duplicates += 1
    case .correction, .certifiedCopy: break
    }
  }

  private mutating func end(_ how: Ending, _ note: MarriageNote) {
    // A death after a divorce ends nothing any more.
    guard isUndissolved else { return }
    endedOn = note.effective
    ending = how
    divorce = note.content.divorce
  }
}
