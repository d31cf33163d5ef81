import Foundation
import Subprocess
import SystemPackage

/// Ends the processes of these tests when the tests end, however they do: `mall guard` hears over a pipe which run, and
/// the pipe closes with this process.
package enum ProcessGuard {
  private static let lines: AsyncStream<String>.Continuation = {
    let (stream, post) = AsyncStream<String>.makeStream()
    Task.detached {
      var options = PlatformOptions()
      options.createSession = true
      _ = try? await Subprocess.run(
        .path(FilePath(BuiltPrograms.path(BuiltPrograms.commandLine))), arguments: ["guard"],
        platformOptions: options, input: .inputWriter, output: .discarded, error: .discarded
      ) { execution in
        for await line in stream {
          _ = try await execution.standardInputWriter.write(line)
        }
      }
    }
    return post
  }()

  package static func watch(_ process: Int32) { lines.yield("+\(process)\n") }

  package static func forget(_ process: Int32) { lines.yield("-\(process)\n") }
}
