import MallDomain

/// Who was on a card on a day. A stay lasts from the day on which the joining holds to the day on which the leaving does;
/// one whose end was reported as before its beginning never was.
struct CardComposition {
  private struct Stay {
    var nik: NIK
    var relation: FamilyRelation
    var from: LocalDate
    var until: LocalDate?
  }

  var card: FamilyCard
  var isClosed = false
  var members: [(nik: NIK, relation: FamilyRelation)]

  init?(_ number: FamilyCardNumber, _ entries: [RegisterEntry], on day: LocalDate) {
    var card: FamilyCard?
    var stays: [Stay] = []
    func end(_ nik: NIK, on date: LocalDate) -> Int? {
      guard let open = stays.lastIndex(where: { $0.nik == nik && $0.until == nil }) else { return nil }
      stays[open].until = date
      return open
    }
    for entry in entries {
      let date = entry.act.effectiveOn
      switch entry.event {
      case .cardOpened(let opened) where opened.number == number && date <= day: card = opened
      case .cardClosed(number): isClosed = date <= day
      case .memberJoined(let nik, number, let relation):
        stays.append(Stay(nik: nik, relation: relation, from: date))
      case .memberLeft(let nik, number): _ = end(nik, on: date)
      case .relationChanged(let nik, number, let relation):
        // In the same place of the card.
        guard let former = end(nik, on: date) else { continue }
        stays.insert(Stay(nik: nik, relation: relation, from: date), at: former + 1)
      default: break
      }
    }
    guard let card else { return nil }
    self.card = card
    members = stays.filter { $0.from <= day && $0.until.map { day < $0 } ?? true }.map { ($0.nik, $0.relation) }
  }
}
