import MallDomain

/// What an officer looks for in the register of an agency.
package struct RegisterSearch: Hashable, Sendable {
  /// A name, also one written a little otherwise, or a number.
  package var text: String
  /// Only people who were born on this day, or on one that a slip of the pen makes of it.
  package var born: LocalDate?
  /// So many records are shown at most.
  package var limit: Int

  package init(text: String, born: LocalDate? = nil, limit: Int) {
    self.text = text
    self.born = born
    self.limit = limit
  }
}

/// A record that was found. Numbers of persons are masked: who needs them opens the record, and that is written down.
package struct FoundRecord: Hashable, Sendable {
  /// By this the record is opened.
  package var record: String
  /// The person's or the book's number, masked where it is personal.
  package var number: String
  package var title: String
  /// What tells it from others of the same name.
  package var details: String
  package var state: String
  /// From 0 to 1; 1 for a number.
  package var likeness: Double

  package init(
    record: String, number: String, title: String, details: String, state: String, likeness: Double
  ) {
    self.record = record
    self.number = number
    self.title = title
    self.details = details
    self.state = state
    self.likeness = likeness
  }
}

/// The likeliest records, and whether there are more than are shown.
package struct FoundRecords: Hashable, Sendable {
  package var records: [FoundRecord]
  package var isMore: Bool

  package init(records: [FoundRecord], isMore: Bool = false) {
    self.records = records
    self.isMore = isMore
  }
}

/// A moment in both times of a register: what held on a day, as far as it was recorded by an instant.
package struct RecordMoment: Hashable, Sendable {
  package var day: LocalDate
  /// Nil: everything that is recorded now, with late reports and corrections.
  package var recordedBy: MallInstant?

  package init(day: LocalDate, recordedBy: MallInstant? = nil) {
    self.day = day
    self.recordedBy = recordedBy
  }

  /// What the register showed in the evening of a day.
  package static func shown(on day: LocalDate) -> RecordMoment {
    let nextMidnight = MallInstant(jakarta: day.adding(days: 1))
    return RecordMoment(day: day, recordedBy: MallInstant(milliseconds: nextMidnight.milliseconds - 1))
  }
}

/// A record as it stood at a moment, and everything that was ever entered about it.
package struct RecordHistory: Hashable, Sendable {
  /// Whose record it is, for the audit log; empty where it is no person's.
  package var subject: String
  /// Elements by name, as they stood; empty where the record wasn't there yet.
  package var elements: [IssuedDocument.Field]
  /// First to last.
  package var entries: [RecordEntry]

  package init(subject: String, elements: [IssuedDocument.Field], entries: [RecordEntry]) {
    self.subject = subject
    self.elements = elements
    self.entries = entries
  }
}

/// Who entered what, when, on which case, and from when on it holds.
package struct RecordEntry: Hashable, Sendable {
  /// The entry's place in the register.
  package var place: Int64
  package var event: String
  package var cause: String
  package var recordedAt: MallInstant
  package var effectiveOn: LocalDate
  package var officer: String?
  package var caseID: CaseID?
  package var changes: [Change]

  /// One element that changed; what it was and is, empty for nothing.
  package struct Change: Hashable, Sendable {
    package var element: String
    package var before: String
    package var after: String

    package init(element: String, before: String, after: String) {
      self.element = element
      self.before = before
      self.after = after
    }
  }

  package init(
    place: Int64, event: String, cause: String, recordedAt: MallInstant, effectiveOn: LocalDate, officer: String?,
    caseID: CaseID?, changes: [Change]
  ) {
    self.place = place
    self.event = event
    self.cause = cause
    self.recordedAt = recordedAt
    self.effectiveOn = effectiveOn
    self.officer = officer
    self.caseID = caseID
    self.changes = changes
  }
}
