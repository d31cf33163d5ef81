import Foundation
import Subprocess
import SystemPackage

/// A program that ran to its end: what it said, and how it ended.
package struct CommandRun: Sendable {
  package var exitCode: Int32
  package var output: String
  package var errors: String

  package init(exitCode: Int32, output: String, errors: String) {
    self.exitCode = exitCode
    self.output = output
    self.errors = errors
  }

  private static let longest = 16 << 20

  /// Runs the real `mall`.
  package static func mall(_ arguments: [String], input: String = "") async throws -> CommandRun {
    try await run(BuiltPrograms.path(BuiltPrograms.commandLine), arguments, input: input)
  }

  package static func run(_ program: String, _ arguments: [String], input: String = "") async throws -> CommandRun {
    let result = try await Subprocess.run(
      .path(FilePath(program)), arguments: Arguments(arguments), input: .string(input),
      output: .string(limit: longest), error: .string(limit: longest))
    guard case .exited(let code) = result.terminationStatus else {
      throw OutOfPatience(description: "\(program) ended by \(result.terminationStatus)")
    }
    return CommandRun(exitCode: code, output: result.standardOutput, errors: result.standardError)
  }

  /// What it said, as JSON.
  package func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(output.utf8))
  }
}
