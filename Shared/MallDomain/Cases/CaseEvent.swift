/// One step of a case, as the append-only timeline keeps it.
package struct CaseEvent: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case submitted
    case evidenceGathering
    case received
    case claimed
    case released
    /// To the officer by that subject.
    case reassigned(to: String)
    /// The ids of the fields and requirements asked for, and a note to the applicant.
    case supplementRequested(asked: [String], note: String = "")
    case supplemented(note: String = "")
    /// With the fee that is still to be paid; zero when there is none.
    case approved(fee: Rupiah, note: String = "")
    case paymentRecorded(receiptNumber: String)
    case issued(documentNumber: String)
    case rejected(reason: String)
    case withdrawn(reason: String = "")
    case expired
    case noted(String)
  }

  package var kind: Kind
  package var at: MallInstant
  package var actor: CaseActor

  package init(_ kind: Kind, at instant: MallInstant, by actor: CaseActor) {
    self.kind = kind
    at = instant
    self.actor = actor
  }

  package var step: CaseStep { kind.step }
}

extension CaseEvent.Kind {
  package var step: CaseStep {
    switch self {
    case .submitted: .submitted
    case .evidenceGathering: .evidenceGathering
    case .received: .received
    case .claimed: .claimed
    case .released: .released
    case .reassigned: .reassigned
    case .supplementRequested: .supplementRequested
    case .supplemented: .supplemented
    case .approved: .approved
    case .paymentRecorded: .paymentRecorded
    case .issued: .issued
    case .rejected: .rejected
    case .withdrawn: .withdrawn
    case .expired: .expired
    case .noted: .noted
    }
  }
}

/// What a step carries, laid flat for a row of a table and for the wire. What a step doesn't have is empty.
package struct CaseEventDetails: Hashable, Sendable, Codable {
  /// What was written to the applicant, or the reason, or an officer's own note.
  package var note = ""
  package var asked: [String] = []
  package var fee = Rupiah.zero
  /// Of the receipt or of the document.
  package var number = ""
  /// Of a reassignment.
  package var officer = ""

  package init(
    note: String = "", asked: [String] = [], fee: Rupiah = .zero, number: String = "", officer: String = ""
  ) {
    self.note = note
    self.asked = asked
    self.fee = fee
    self.number = number
    self.officer = officer
  }
}

extension CaseEvent.Kind {
  package init(step: CaseStep, details: CaseEventDetails) {
    self =
      switch step {
      case .submitted: .submitted
      case .evidenceGathering: .evidenceGathering
      case .received: .received
      case .claimed: .claimed
      case .released: .released
      case .reassigned: .reassigned(to: details.officer)
      case .supplementRequested: .supplementRequested(asked: details.asked, note: details.note)
      case .supplemented: .supplemented(note: details.note)
      case .approved: .approved(fee: details.fee, note: details.note)
      case .paymentRecorded: .paymentRecorded(receiptNumber: details.number)
      case .issued: .issued(documentNumber: details.number)
      case .rejected: .rejected(reason: details.note)
      case .withdrawn: .withdrawn(reason: details.note)
      case .expired: .expired
      case .noted: .noted(details.note)
      }
  }

  package var details: CaseEventDetails {
    switch self {
    case .submitted, .evidenceGathering, .received, .claimed, .released, .expired: CaseEventDetails()
    case .reassigned(let officer): CaseEventDetails(officer: officer)
    case .supplementRequested(let asked, let note): CaseEventDetails(note: note, asked: asked)
    case .supplemented(let note), .rejected(let note), .withdrawn(let note), .noted(let note):
      CaseEventDetails(note: note)
    case .approved(let fee, let note): CaseEventDetails(note: note, fee: fee)
    case .paymentRecorded(let number), .issued(let number): CaseEventDetails(number: number)
    }
  }
}
