/// One thing wrong with a catalogue file, for the person who edits it.
package struct CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
  package var file: String
  /// From 1.
  package var line: Int
  /// Where in the file, such as `services[polres.skck].form[golongan].type`; empty for the file as a whole.
  package var field: String
  /// What is wrong, and what is expected.
  package var text: String

  package init(file: String, line: Int, field: String, text: String) {
    self.file = file
    self.line = line
    self.field = field
    self.text = text
  }

  package var description: String {
    field.isEmpty ? "\(file):\(line): \(text)" : "\(file):\(line): \(field): \(text)"
  }
}

/// Everything wrong with one or several catalogue files, in the order of files and lines.
package struct CatalogueErrors: Error, Hashable, Sendable, CustomStringConvertible {
  package var errors: [CatalogueError]

  package init(_ errors: [CatalogueError]) {
    self.errors = errors
  }

  package var description: String {
    errors.map(\.description).joined(separator: "\n")
  }
}

/// A rule that an agency breaks, whether it came from a file or over a link.
package struct CatalogueIssue: Hashable, Sendable, CustomStringConvertible {
  /// Where, in the words of the file's format, such as `services[polres.skck].fee.rule.field`.
  package var field: String
  package var text: String

  package init(field: String, text: String) {
    self.field = field
    self.text = text
  }

  package var description: String { "\(field): \(text)" }

  /// The same seen from the level above.
  func under(_ parent: String) -> CatalogueIssue {
    CatalogueIssue(field: field.isEmpty ? parent : "\(parent).\(field)", text: text)
  }
}
