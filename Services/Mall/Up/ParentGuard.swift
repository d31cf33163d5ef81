import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// Ends the children of a `mall up` that was killed and could not do it itself.
///
/// It is a process of its own session (`mall guard`) that hears over a pipe which processes run. The pipe ends with
/// `mall up`, however that ends; then what still runs gets SIGTERM, and SIGKILL ten seconds later.
final class ParentGuard: Sendable {
  private let running = Mutex<Set<Int32>>([])
  private let lines: AsyncStream<String>
  private let continuation: AsyncStream<String>.Continuation

  init() {
    (lines, continuation) = AsyncStream.makeStream()
  }

  func watch(_ processID: Int32) {
    running.withLock { _ = $0.insert(processID) }
    continuation.yield("+\(processID)\n")
  }

  func forget(_ processID: Int32) {
    running.withLock { _ = $0.remove(processID) }
    continuation.yield("-\(processID)\n")
  }

  /// Runs the guard until the task is cancelled. A guard that was killed is replaced.
  func run() async {
    while !Task.isCancelled {
      var options = PlatformOptions()
      options.createSession = true
      _ = try? await Subprocess.run(
        .path(FilePath(Programs.own.path)), arguments: ["guard"], platformOptions: options, input: .inputWriter,
        output: .discarded, error: .discarded
      ) { execution in
        for processID in running.withLock({ $0 }) {
          _ = try await execution.standardInputWriter.write("+\(processID)\n")
        }
        for await line in lines {
          _ = try await execution.standardInputWriter.write(line)
        }
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
