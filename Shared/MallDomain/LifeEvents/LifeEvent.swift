/// What happened in somebody's life and was entered in a register: other agencies act on it without being told by the
/// person. The list is closed.
package enum LifeEventKind: String, Hashable, Sendable, CaseIterable, Codable {
  /// By a midwife or a hospital, before the registration.
  case birthNotified = "birth-notified"
  case birthRegistered = "birth-registered"
  /// A marriage was recorded, or taken up again (the value `how`).
  case marriageRecorded = "marriage-recorded"
  case divorceRecorded = "divorce-recorded"
  case deathRegistered = "death-registered"
  case nameCorrected = "name-corrected"
  case movedOut = "moved-out"
  case movedIn = "moved-in"
  case businessRegistered = "nib-issued"
  case transferDutyValidated = "bphtb-validated"
  case titleTransferred = "title-transferred"
}

/// Which life event a service's issue is, by a manifest: its persons are the service's subjects by role, its values the
/// document's number and day of issue, and the form's fields that are named here.
package struct LifeEventDeclaration: Hashable, Sendable {
  package var kind: LifeEventKind
  /// Names of values, and the form's fields that they come from.
  package var values: [String: String]

  package init(kind: LifeEventKind, values: [String: String]) {
    self.kind = kind
    self.values = values
  }
}

/// One life event, as the agency that entered it tells it: who, by role, and the numbers and days that receivers need;
/// never a copy of the record (rules M8 and M11).
package struct LifeEvent: Hashable, Sendable {
  /// The same for every telling, so that receiving it twice changes nothing.
  package var id: String
  package var kind: LifeEventKind
  package var agency: AgencyID
  package var caseID: CaseID?
  package var at: MallInstant
  /// By role: `groom`, `bride`, `deceased`, `person` …
  package var persons: [String: NIK]
  package var values: [String: String]

  package init(
    id: String, kind: LifeEventKind, agency: AgencyID, caseID: CaseID?, at: MallInstant, persons: [String: NIK],
    values: [String: String]
  ) {
    self.id = id
    self.kind = kind
    self.agency = agency
    self.caseID = caseID
    self.at = at
    self.persons = persons
    self.values = values
  }
}
