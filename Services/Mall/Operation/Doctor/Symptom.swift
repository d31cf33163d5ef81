import MallDomain

/// What `mall doctor` found: one thing about one node or about the mall, and what to do about it.
struct Symptom: Hashable, Sendable {
  /// How much it matters; a mall is well when nothing is worse than `notice`.
  enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Good to know.
    case notice
    /// Becomes a failure if nobody does anything.
    case warning
    /// Somebody is not served, or data is in danger.
    case critical

    static func < (left: Severity, right: Severity) -> Bool {
      guard let first = allCases.firstIndex(of: left), let second = allCases.firstIndex(of: right) else { return false }
      return first < second
    }
  }

  /// What was looked at; stable for programs.
  enum Check: String, Hashable, Sendable {
    case node, agency, database, disk, certificate, revocations, clock, version, backlog, backup, keys, restored
  }

  var severity: Severity
  var check: Check
  /// A node, an agency or a file.
  var subject: String
  var text: LocalizedText
  /// What to do; nil where there is nothing to do.
  var advice: LocalizedText?

  init(
    _ severity: Severity, _ check: Check, of subject: String, _ indonesian: String, _ english: String,
    advice: (indonesian: String, english: String)? = nil
  ) {
    self.severity = severity
    self.check = check
    self.subject = subject
    text = LocalizedText(indonesian: indonesian, english: english)
    self.advice = advice.map { LocalizedText(indonesian: $0.indonesian, english: $0.english) }
  }

  /// A symptom of which the advice reads the same in both languages, such as a command.
  init(
    _ severity: Severity, _ check: Check, of subject: String, _ indonesian: String, _ english: String, command: String
  ) {
    self.init(severity, check, of: subject, indonesian, english, advice: (command, command))
  }
}
