import Foundation
import Subprocess
import SystemPackage

/// A program that `mall up` runs: its file, its arguments at each start, and where its output goes.
struct ChildProcess: Sendable {
  var name: String
  var program: URL
  /// Asked at each start: a gateway that is started again takes the port that it had.
  var arguments: @Sendable () -> [String]
  var log: URL

  /// From SIGTERM to SIGKILL.
  static let patience = Duration.seconds(10)

  /// Runs it once, until it ends or the task is cancelled; then it gets SIGTERM, and SIGKILL when that doesn't help.
  ///
  /// - Parameter started: told the process id.
  /// - Returns: how it ended.
  func run(started: @escaping @Sendable (Int32) -> Void) async throws -> TerminationStatus {
    let output = try FileDescriptor.open(
      FilePath(log.path), .writeOnly, options: [.append, .create], permissions: [.ownerReadWrite])
    var options = PlatformOptions()
    // A group of its own: Ctrl-C reaches `mall up` alone, which stops its children in order.
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: Self.patience)]
    return try await Subprocess.run(
      .path(FilePath(program.path)), arguments: Arguments(arguments()), platformOptions: options, input: .none,
      output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .combinedWithOutput
    ) { execution in
      started(execution.processIdentifier.value)
    }.terminationStatus
  }

  /// The last lines that it wrote, to say why it ended.
  func lastWords(lines: Int = 5) -> String {
    guard let text = try? String(contentsOf: log, encoding: .utf8) else { return "" }
    return text.split(separator: "\n").suffix(lines).map { "    " + $0 }.joined(separator: "\n")
  }
}

extension TerminationStatus {
  /// In words, for people.
  var text: String {
    switch self {
    case .exited(let code): "exit \(code)"
    case .signaled(let signal): "signal \(signal)"
    }
  }
}
