import Foundation
import MallTestSupport

/// The processors of this machine, parted between a process and those who load it: on a small machine the load would
/// otherwise slow down what it measures.
enum Processors {
  private static let program = "/usr/bin/taskset"

  /// Runs `body` with the first half for a process and the second for this one.
  static func parted<Result>(
    with process: RunningProcess, _ body: () async throws -> Result
  ) async throws -> Result {
    let count = ProcessInfo.processInfo.processorCount
    guard count > 1 else { return try await body() }
    try await bind(process.processID, to: "0-\(count / 2 - 1)")
    try await bind(getpid(), to: "\(count / 2)-\(count - 1)")
    do {
      let result = try await body()
      try await bind(getpid(), to: "0-\(count - 1)")
      return result
    } catch {
      try await bind(getpid(), to: "0-\(count - 1)")
      throw error
    }
  }

  private static func bind(_ processID: Int32, to processors: String) async throws {
    let run = try await CommandRun.run(program, ["-a", "-c", "-p", processors, String(processID)])
    guard run.exitCode == 0 else { throw OutOfPatience(description: "\(program): \(run.errors)") }
  }
}
