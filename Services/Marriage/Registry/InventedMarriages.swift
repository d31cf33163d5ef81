import MallDomain
import MallStore

/// Enters marriages of Muslims who do not exist, as the books of before the mall hold them.
struct InventedMarriages {
  let register: MarriageRegister
  let areas: AreaTable
  let at: MallInstant

  func enter(_ people: [SyntheticResident], in transaction: Transaction) throws {
    let names = Dictionary(
      people.compactMap { person in person.nik.map { ($0, person.name) } }, uniquingKeysWith: { first, _ in first })
    for person in people where person.religion == .islam {
      guard let nik = person.nik, let marriage = person.marriage, let number = marriage.number else { continue }
      let office = KUAOffice(marriage.place, areas: areas)?.code.text ?? marriage.place
      let (groom, bride) = person.sex == .male ? (nik, marriage.spouse) : (marriage.spouse, nik)
      let record = Marriage(
        groom: groom, bride: bride, groomName: groom.flatMap { names[$0] }, brideName: bride.flatMap { names[$0] },
        contract: marriage.date, witnesses: [])
      let key = MarriageKey(office: office, number: number)
      guard try register.takeOver(record, key, at: at, in: transaction), let end = marriage.end else { continue }
      let note = MarriageNote(
        kind: end.number == nil ? .death : .divorce, effective: end.date,
        content: MarriageNote.Content(document: end.number, divorce: end.number == nil ? nil : .firstTalak))
      try register.write(note, beside: key, caseID: nil, officer: nil, at: at, in: transaction)
    }
  }
}
