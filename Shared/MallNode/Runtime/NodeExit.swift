import ArgumentParser
import MallDomain
import MallLink
import MallStore

/// Exit codes of the executables, after sysexits.
package enum NodeExit {
  package static let failed = ExitCode(1)
  package static let badData = ExitCode(65)
  package static let unavailable = ExitCode(69)
  package static let internalFault = ExitCode(70)
  package static let permission = ExitCode(77)
  package static let configuration = ExitCode(78)

  /// Runs a node; what ends it is said in one line, with an exit code that a supervisor can read.
  package static func guarded(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let error as CredentialError {
      StandardError.write(line: "error: \(error)")
      throw configuration
    } catch let error as StoreError {
      StandardError.write(line: "error: \(error)")
      throw unavailable
    } catch let reason as CloseReason {
      StandardError.write(line: "error: \(reason.text)")
      throw unavailable
    } catch let refusal as Refusal {
      StandardError.write(line: "error: \(refusal)")
      throw code(for: refusal.code)
    }
  }

  package static func code(for status: StatusCode) -> ExitCode {
    switch status {
    case .invalidArgument, .outOfRange: badData
    case .unavailable, .deadlineExceeded, .resourceExhausted: unavailable
    case .permissionDenied, .unauthenticated: permission
    case .internal, .dataLoss, .unknown: internalFault
    default: failed
    }
  }
}
