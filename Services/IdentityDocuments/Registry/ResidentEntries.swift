import MallDomain
import MallStore

/// Who comes into the register, and what changes in their data.
extension PopulationRegister {
  /// Enters a person under a NIK that nobody ever had.
  ///
  /// - Throws: `already_exists` for a NIK that the register has.
  func enter(_ resident: Resident, _ act: RegisterAct, in transaction: Transaction) throws {
    guard try residents.find(resident.nik, in: transaction) == nil else {
      throw Refusal(.alreadyExists, detail: "a resident with this NIK")
    }
    try record(.residentEntered(resident: resident), act, in: transaction)
  }

  /// Records what differs after a change; nothing where nothing does.
  func change(
    _ nik: NIK, _ act: RegisterAct, in transaction: Transaction, _ change: (inout Resident) throws -> Void
  ) throws {
    guard let resident = try residents.find(nik, in: transaction) else {
      throw Refusal(.notFound, detail: "the resident")
    }
    var changed = resident
    try change(&changed)
    let changes = try resident.changes(to: changed)
    guard !changes.isEmpty else { return }
    try record(.residentChanged(nik: nik, changes: changes), act, in: transaction)
  }

  /// Two records turn out to be of one person (UU 23/2006 art. 97: one person, one record). One NIK goes on; the other
  /// leaves its family card, its identity cards are withdrawn, and its whole history stays readable.
  ///
  /// - Throws: `failed_precondition` where one of the two isn't a living record of its own.
  func merge(_ nik: NIK, into survivor: NIK, _ act: RegisterAct, in transaction: Transaction) throws {
    guard nik != survivor, let duplicate = try residents.find(nik, in: transaction),
      let kept = try residents.find(survivor, in: transaction)
    else { throw Refusal(.notFound, detail: "two residents") }
    guard duplicate.state != .merged, kept.state != .merged else {
      throw Refusal(.failedPrecondition, detail: "one of the records is merged already")
    }
    guard duplicate.state != .dead, kept.state != .dead else {
      throw Refusal(.failedPrecondition, detail: "a death is recorded: correct that first")
    }
    guard duplicate.spouse == nil || duplicate.spouse == kept.spouse else {
      throw Refusal(.failedPrecondition, detail: "the record to be merged has a spouse of its own: correct that first")
    }
    let card = try familyCards.card(of: nik, in: transaction)
    try leave(nik, act, in: transaction)
    for kind in [IdentityCard.Kind.adult, .child] {
      try endIdentityCard(kind, of: nik, .withdrawn, act, in: transaction)
    }
    try record(.residentMerged(nik: nik, survivor: survivor), act, in: transaction)
    if let card { try settleSuccession(in: card, act, in: transaction) }
  }

  /// The living record of a person: the one into which theirs was merged, else their own.
  func current(_ nik: NIK, in transaction: Transaction) throws -> Resident? {
    var resident = try residents.find(nik, in: transaction)
    while let survivor = resident?.mergedInto {
      resident = try residents.find(survivor, in: transaction)
    }
    return resident
  }

  /// All numbers under which the register has known a person: first the one that goes on, then those merged into it.
  func numbers(of nik: NIK, in transaction: Transaction) throws -> [NIK] {
    var numbers = [try current(nik, in: transaction)?.nik ?? nik]
    var looked = 0
    while looked < numbers.count {
      for entry in try journal.entries(about: .person(numbers[looked]), in: transaction) {
        if case .residentMerged(let merged, numbers[looked]) = entry.event { numbers.append(merged) }
      }
      looked += 1
    }
    return numbers
  }

  /// The certificate of somebody's birth, which keeps the number that it was issued for.
  func birthCertificate(of nik: NIK, in transaction: Transaction) throws -> (number: String, date: LocalDate)? {
    try numbers(of: nik, in: transaction).lazy.compactMap { try births.registration(of: $0, in: transaction) }.first
  }
}
