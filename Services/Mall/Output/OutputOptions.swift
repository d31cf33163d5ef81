import ArgumentParser
import Foundation
import MallDomain

/// How a command shows its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case table, json
}

/// The language of texts for people.
enum OutputLanguage: String, ExpressibleByArgument, CaseIterable, Sendable {
  case id, en

  var language: Language { self == .id ? .indonesian : .english }
}

/// What every command takes to shape its output.
struct OutputOptions: ParsableArguments {
  @Option(help: "table for people, json for programs (docs/command-line.md lists the keys).")
  var format: OutputFormat = .table

  @Option(name: .customLong("language"), help: "Language of the tables: id or en. JSON has both.")
  var outputLanguage: OutputLanguage = .id

  var language: Language { outputLanguage.language }

  /// Shows a result on standard output.
  func show(_ report: some Report) {
    switch format {
    case .json: StandardOutput.write(JSONWriter.text(report.json))
    case .table: StandardOutput.write(report.text(in: language))
    }
  }

  /// Shows on standard error why there is none.
  func show(_ failure: CommandFailure) {
    switch format {
    case .json: StandardOutput.writeError(JSONWriter.text(failure.json))
    case .table: StandardOutput.writeError(failure.text(in: language))
    }
  }

  /// One of two texts, by the language chosen.
  func say(_ indonesian: String, _ english: String) -> String {
    language == .indonesian ? indonesian : english
  }
}

/// What a command found or did, in both forms.
protocol Report {
  var json: JSONValue { get }
  func text(in language: Language) -> String
}

/// Lines go out at once, so that who reads through a pipe sees each step when it is done.
enum StandardOutput {
  static func write(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  static func writeError(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
