import ArgumentParser
import Foundation
import MallDomain
import MallLink
import MallNode

struct ConformCommand: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Tries software of foreign make against the protocol, hostile frames included, and says what to mend.",
    discussion: """
      mall conform HOST:PORT --credential FILE          a gateway: it is dialled, with a citizen's credential
      mall conform --listen HOST:PORT --credential FILE an agency: it is waited for, with a gateway's credential

      The credential must be one of the mall that the software belongs to; without --credential it is taken from the \
      mall's folder. Try an agency before it joins: an application of its own making is delivered to it.
      Exit code 0 when everything was kept, else 1.
      """)

  @Argument(help: "The gateway to try, as HOST:PORT.")
  var gateway: String?

  @Option(help: "Wait here for an agency to try, as HOST:PORT; port 0 takes a free one.")
  var listen: String?

  @Option(help: "Credential to act with.")
  var credential: String?

  @Option(name: .customLong("data"), help: "The mall's folder (MALL_DATA; default ./mall-data).")
  var dataPath: String?

  @Option(help: "Seconds to wait for an agency to dial.")
  var patience = 30

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (gateway == nil) != (listen == nil) else {
      throw ValidationError("Give either HOST:PORT of a gateway, or --listen HOST:PORT for an agency.")
    }
    for text in [gateway, listen] where text.map({ NodeAddress($0) == nil }) ?? false {
      throw ValidationError("\"\(text ?? "")\" is not HOST:PORT.")
    }
    guard 1...600 ~= patience else { throw ValidationError("--patience: 1 to 600 seconds.") }
  }

  func perform() async throws {
    let report = try await examine()
    output.show(report)
    guard report.broken == 0 else { throw ExitCode(ExitStatus.refused.rawValue) }
  }

  private func examine() async throws -> ConformanceReport {
    if let address = gateway.flatMap(NodeAddress.init) {
      return await GatewayConformance(address: address, credential: try own(.citizen)).report()
    }
    guard let address = listen.flatMap(NodeAddress.init) else { throw CancellationError() }
    let credential = try own(.gateway)
    let listener: ProbeListener
    do {
      listener = try await ProbeListener.listen(host: address.host, port: address.port, credential: credential)
    } catch {
      throw CommandFailure(
        .failedPrecondition, "Tidak dapat mendengarkan di \(address).", "Can't listen at \(address).")
    }
    StandardOutput.writeError(
      output.say("Menunggu instansi di ", "Waiting for an agency at ")
        + "\(NodeAddress(host: address.host, port: listener.port))")
    let report = await AgencyConformance(
      listener: listener, credential: credential, patience: .seconds(patience)
    ).report()
    await listener.close()
    return report
  }

  private func own(_ role: Role) throws -> Credential {
    try credential.map { try Credential(contentsOf: $0) } ?? DataFolder(path: dataPath).loadCredential(role)
  }
}
