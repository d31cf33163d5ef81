import ArgumentParser
import MallDomain
import Testing

@testable import Mall

@Suite("Command line")
struct CommandLineTests {
  @Test(
    "Commands parse as they are documented",
    arguments: [
      "catalogue list --agency disdukcapil --format json", "catalogue search ktp hilang", "agencies",
      "catalogue show disdukcapil.akta-kelahiran --language en", "catalogue changes",
      "catalogue approve polres.skck --proposed 1a", "apply polres.skck --example --channel counter",
      "apply polres.skck --input - --key k1", "track ABCD", "show ABCD --fact -", "supplement ABCD --fact 1 --note hai",
      "withdraw ABCD --fact 1 --reason salah", "document ABCD --fact 1", "case list --agency polres --state received",
      "case show 01 --agency polres", "case history 01", "case claim 01", "case release 01",
      "case reassign 01 --officer siti", "case approve 01 --seen 3", "case reject 01 --reason palsu",
      "case request-supplement 01 --ask kk --ask ktp --note buram", "case issue 01", "case note 01 --text hai",
      "case attachment 01 kk --output -", "bill 180201260000017", "bill --agency bapenda --object 1802 --period 2026",
      "pay 180201260000017 --amount 1000 --reference r1", "pki init --mall uji", "pki issue loket --role officer",
      "pki list", "pki show x.pem", "pki revoke loket", "health", "clock", "clock set 2026-12-01", "clock advance 10d",
      "up --data d --listen-port 0 --residents 20 --seed 7 --demonstration --exit --log-format json --agency-processes 2",
      "health --gateway localhost:4000 --credential op.pem",
    ])
  func parses(line: String) throws {
    _ = try MallCommand.parseAsRoot(line.split(separator: " ").map(String.init))
  }

  @Test(
    "Contradictions are usage errors",
    arguments: [
      "apply polres.skck", "apply polres.skck --example --input -", "bill", "bill 1 --agency bapenda",
      "bill --agency bapenda --object 1", "clock advance soon", "clock set soon", "up --exit", "pki revoke",
      "health --gateway localhost:4000", "health --gateway localhost --credential x",
      "supplement A --fact - --input -", "supplement A --fact 1", "case list --page-size 3", "track",
    ])
  func refuses(line: String) {
    let arguments = line.split(separator: " ").map(String.init)
    let error = #expect(throws: (any Error).self) { try MallCommand.parseAsRoot(arguments) }
    #expect(error.map { MallCommand.exitCode(for: $0) } == .validationFailure)
    #expect(error.flatMap { UsageFailure.json(of: $0, arguments: arguments) } == nil)
    #expect(
      error.flatMap { UsageFailure.json(of: $0, arguments: arguments + ["--format", "json"]) }?.exit == .usage)
  }

  @Test("Each status has a documented exit code")
  func exitCodes() {
    let expected: [StatusCode: Mall.ExitStatus] = [
      .ok: .done, .invalidArgument: .badInput, .outOfRange: .badInput, .notFound: .refused,
      .failedPrecondition: .refused, .permissionDenied: .notPermitted, .unauthenticated: .notPermitted,
      .unavailable: .unavailable, .deadlineExceeded: .unavailable, .internal: .internalError,
    ]
    for (status, exit) in expected {
      #expect(ExitStatus(status) == exit)
    }
  }

  @Test("Words are quoted for a shell only where they must be")
  func quoting() {
    #expect(ShellWord.quoted("/tmp/mall-data_1.x") == "/tmp/mall-data_1.x")
    #expect(ShellWord.quoted("it's here") == #"'it'\''s here'"#)
    #expect(ShellWord.quoted("") == "''")
  }
}
