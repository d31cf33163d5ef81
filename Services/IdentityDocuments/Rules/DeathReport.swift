import MallDomain

/// What a death must fulfil to be recorded (UU 24/2013 art. 44; Perpres 96/2018; rule I9).
enum DeathReport {
  /// The day of birth is a valid day of death.
  static func isPossible(died: LocalDate, born: LocalDate, today: LocalDate) -> Bool {
    born <= died && died <= today
  }

  /// Requirements of which one proves a death: of a health facility, of the village head, of a court.
  static let proofs = ["surat-keterangan-kematian", "keterangan-kampung", "putusan-pn"]
}
