import MallDomain
import MallStore

/// Enters marriages of Muslims who do not exist, as the books of before the mall hold them.
struct InventedMarriages {
  let register: MarriageRegister
  let areas: AreaTable
  let at: MallInstant

  func enter(_ people: [SyntheticResident], in transaction: Transaction) throws {
    for person in people where person.religion == .islam {
      guard let nik = person.nik, let marriage = person.marriage, let number = marriage.number else { continue }
      let office = KUAOffice(marriage.place, areas: areas)?.code.text ?? marriage.place
      let isGroom = person.sex == .male
      let record = Marriage(
        groom: isGroom ? nik : marriage.spouse, bride: isGroom ? marriage.spouse : nik, contract: marriage.date,
        time: nil, guardian: nil, dower: nil, witnesses: [])
      let end = marriage.end.map { end in
        (date: end.date, ending: end.number == nil ? MarriageStanding.Ending.death : .divorce)
      }
      try register.takeOver(record, office: office, number: number, end: end, at: at, in: transaction)
    }
  }
}
