/// The limits of a catalogue. They keep one agency from being a burden to the mall, and no honest one meets them.
package enum CatalogueLimits {
  /// Bytes of one agency's file. The largest that ships has about 90 KiB; what is published fits a frame of 1 MiB.
  package static let fileBytes = 512 * 1024
  /// How deep lists and mappings nest in a file; the format needs 8. The YAML library recurses, so this bounds its stack.
  package static let nesting = 40
  package static let servicesPerAgency = 200
  package static let fieldsPerForm = 80
  package static let requirementsPerService = 60
  package static let optionsPerField = 100
  package static let stepsPerService = 30
  package static let keywordsPerService = 60
  package static let rulesPerService = 30
  /// Legal bases, issued document types, cases of a fee, values of a condition.
  package static let entriesPerList = 60
  package static let queriesPerAgency = 60
  /// Characters of a name, a label, a keyword.
  package static let nameCharacters = 200
  /// Characters of a description, a step, a note.
  package static let textCharacters = 2_000
  /// Characters of a pattern.
  package static let patternCharacters = 200
  /// Working days of a term: ten years are beyond any standard of service.
  package static let workingDays = 2_500
  /// Working minutes of a term: a week of counter hours; beyond it terms are in days.
  package static let workingMinutes = 2_100
  /// Months for which an output is valid: a hundred years.
  package static let validityMonths = 1_200
  /// Days for which papers are kept: a hundred years.
  package static let retentionDays = 36_525
  /// Errors reported for one file; who has mended them sees the next.
  package static let reportedErrors = 200

  /// Services in one answer of a list where the asker names no number, and at most.
  package static let defaultPage = 50
  package static let largestPage = 200
  /// Bytes of a search text: a long sentence.
  package static let longestQuery = 512
}
