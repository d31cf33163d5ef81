import Foundation
import MallTestSupport

/// The processors of this machine, parted between a process and those who load it: on a small machine the load would
/// otherwise slow down what it measures.
enum Processors {
  private static let program = "/usr/bin/taskset"

  /// Runs `body` with the first half for a process and the rest for this one.
  static func parted<Result>(
    with process: RunningProcess, _ body: () async throws -> Result
  ) async throws -> Result {
    let all = try allowed()
    guard all.count > 1 else { return try await body() }
    func together() async throws {
      for processID in [process.processID, getpid()] { try await bind(processID, to: all[...]) }
    }
    do {
      try await bind(process.processID, to: all[..<(all.count / 2)])
      try await bind(getpid(), to: all[(all.count / 2)...])
      let result = try await body()
      try await together()
      return result
    } catch {
      try? await together()
      throw error
    }
  }

  /// The numbers of those that this process may use, such as those of a line `Cpus_allowed_list: 0-1,4`.
  private static func allowed() throws -> [Int] {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") } ?? ""
    return line.drop { $0 != ":" }.dropFirst().split(separator: ",").flatMap { range -> [Int] in
      let ends = range.split(separator: "-").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
      return ends.first.map { Array($0...(ends.last ?? $0)) } ?? []
    }
  }

  private static func bind(_ processID: Int32, to processors: ArraySlice<Int>) async throws {
    let list = processors.map(String.init).joined(separator: ",")
    let run = try await CommandRun.run(program, ["-a", "-c", "-p", list, String(processID)])
    guard run.exitCode == 0 else { throw OutOfPatience(description: "\(program): \(run.errors)") }
  }
}
