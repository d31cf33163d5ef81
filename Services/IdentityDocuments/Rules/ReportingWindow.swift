import MallDomain

/// Within how many calendar days a civil event is reported (UU 23/2006 as amended by UU 24/2013; rule I6).
///
/// Only a late birth goes another way (`akta-kelahiran-terlambat`); everything else is recorded and the delay noted.
/// The window doesn't move off holidays.
enum ReportingWindow: CaseIterable {
  case birth, stillbirth, death, marriage, divorce, cancellationOfMarriage, adoption, acknowledgement, legitimation
  case changeOfName

  var days: Int {
    switch self {
    case .birth, .marriage, .divorce: 60
    case .cancellationOfMarriage: 90
    case .stillbirth, .death, .adoption, .acknowledgement, .legitimation, .changeOfName: 30
    }
  }

  /// The article of UU 23/2006.
  var article: String {
    switch self {
    case .birth: "27, 32"
    case .stillbirth: "33"
    case .death: "44"
    case .marriage: "34"
    case .divorce: "40"
    case .cancellationOfMarriage: "39"
    case .adoption: "47"
    case .acknowledgement: "49"
    case .legitimation: "50"
    case .changeOfName: "52"
    }
  }

  func isLate(_ event: LocalDate, reported: LocalDate) -> Bool {
    reported > event.adding(days: days)
  }

  /// What the officer reads where a delay doesn't change the way.
  func noting(_ event: LocalDate, reported: LocalDate, field: String) -> Finding {
    isLate(event, reported: reported)
      ? .warning(
        "I6", "Dilaporkan melewati \(days) hari (UU 23/2006 pasal \(article)); keterlambatan dicatat.",
        "Reported after the \(days) days (UU 23/2006 art. \(article)); the delay is noted.", field: field)
      : .passed("I6", "Dilaporkan dalam \(days) hari.", "Reported within \(days) days.", field: field)
  }
}
