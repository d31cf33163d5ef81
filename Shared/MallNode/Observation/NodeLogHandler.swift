import Foundation
import Logging
import Synchronization

/// Writes log lines to standard error, as JSON for machines or as plain text for people.
///
/// No line ever holds personal data: callers log ids, counts and reasons only.
package struct NodeLogHandler: LogHandler {
  package enum Format: String, Sendable, CaseIterable {
    case json, text
  }

  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  package var logLevel: Logger.Level
  private let label: String
  private let format: Format

  package init(label: String, level: Logger.Level, format: Format) {
    self.label = label
    self.logLevel = level
    self.format = format
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var fields = metadata
    if let provided = metadataProvider?.get() {
      fields.merge(provided) { _, new in new }
    }
    if let own = event.metadata {
      fields.merge(own) { _, new in new }
    }
    if let error = event.error {
      fields["error"] = "\(error)"
    }
    StandardError.write(line: text(of: event, fields: fields))
  }

  private func text(of event: LogEvent, fields: Logger.Metadata) -> String {
    let time = Date.now.formatted(.iso8601.time(includingFractionalSeconds: true))
    switch format {
    case .json:
      var object: [String: String] = [
        "time": time, "level": event.level.rawValue, "logger": label, "message": event.message.description,
      ]
      for (key, value) in fields where object[key] == nil {
        object[key] = "\(value)"
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      guard let data = try? encoder.encode(object) else { return event.message.description }
      return String(decoding: data, as: UTF8.self)
    case .text:
      let details = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      return "\(time) \(event.level.rawValue.uppercased()) \(label): \(event.message)\(details)"
    }
  }
}

/// Standard error, a line at a time, so that lines of several threads never mix.
package enum StandardError {
  private static let lock = Mutex(())

  package static func write(line: String) {
    lock.withLock { _ in
      FileHandle.standardError.write(Data((line + "\n").utf8))
    }
  }
}
