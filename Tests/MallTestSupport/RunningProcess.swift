import Foundation
import Subprocess
import SystemPackage

/// A program that runs beside the tests, its output in a file.
package final class RunningProcess: Sendable {
  package let name: String
  package let log: URL
  package let processID: Int32
  private let outcome: Task<TerminationStatus, any Error>

  private init(name: String, log: URL, processID: Int32, outcome: Task<TerminationStatus, any Error>) {
    self.name = name
    self.log = log
    self.processID = processID
    self.outcome = outcome
  }

  /// - Parameters:
  ///   - program: its path.
  ///   - environment: variables besides those of this process.
  ///   - log: output and errors are appended to it.
  package static func start(
    _ name: String, program: String, arguments: [String], environment: [String: String] = [:], output: URL? = nil,
    log: URL
  ) async throws -> RunningProcess {
    let errors = try open(log)
    let standard = try output.map(open) ?? open(log)
    let (ids, post) = AsyncStream<Int32>.makeStream()
    var variables: [Environment.Key: String?] = [:]
    for (key, value) in environment { variables[Environment.Key(stringLiteral: key)] = value }
    let outcome = Task.detached { [variables] in
      defer { post.finish() }
      var options = PlatformOptions()
      // A group of its own: Ctrl-C at the tests is for the guard to pass on.
      options.processGroupID = 0
      return try await Subprocess.run(
        .path(FilePath(program)), arguments: Arguments(arguments),
        environment: .inherit.updating(variables), platformOptions: options, input: .none,
        output: .fileDescriptor(standard, closeAfterSpawningProcess: true),
        error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
      ) { execution in
        let id = execution.processIdentifier.value
        ProcessGuard.watch(id)
        post.yield(id)
      }.terminationStatus
    }
    for await id in ids {
      return RunningProcess(name: name, log: log, processID: id, outcome: outcome)
    }
    throw OutOfPatience(description: "\(name) did not start: \(await outcome.result)")
  }

  private static func open(_ file: URL) throws -> FileDescriptor {
    try FileDescriptor.open(
      FilePath(file.path), .writeOnly, options: [.append, .create], permissions: [.ownerReadWrite])
  }

  package func signal(_ number: Int32) {
    kill(processID, number)
  }

  /// Waits for its end.
  package func ended() async throws -> TerminationStatus {
    let status = try await outcome.value
    ProcessGuard.forget(processID)
    return status
  }

  package var isRunning: Bool {
    // Signal 0 only asks whether the process is there.
    kill(processID, 0) == 0
  }

  /// What it holds in memory, in bytes.
  package var residentBytes: Int {
    get throws {
      let text = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
      let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
      guard let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) else {
        throw OutOfPatience(description: "no resident memory of process \(processID)")
      }
      return kibibytes * 1024
    }
  }

  package var logText: String {
    (try? String(contentsOf: log, encoding: .utf8)) ?? ""
  }
}
