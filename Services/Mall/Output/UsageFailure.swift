import ArgumentParser

/// Wrong use of a command, for programs that asked for JSON.
enum UsageFailure {
  /// Nil where the error is none of usage, or JSON wasn't asked for.
  static func json(of error: any Error, arguments: [String]) -> CommandFailure? {
    let asksForJSON =
      arguments.contains("--format=json")
      || zip(arguments, arguments.dropFirst()).contains { $0 == ("--format", "json") }
    guard asksForJSON, MallCommand.exitCode(for: error) == .validationFailure else { return nil }
    let message = MallCommand.message(for: error)
    return CommandFailure(.invalidArgument, message, message, exit: .usage)
  }
}
