import ArgumentParser
import Foundation
import MallDomain
import MallLink
import MallNode

/// Which mall a command speaks to, and as whom.
struct ConnectionOptions: ParsableArguments {
  @Option(name: .customLong("data"), help: "The mall's folder (MALL_DATA; default ./mall-data).")
  var dataPath: String?

  @Option(help: "A mall's gateway elsewhere, as HOST:PORT; needs --credential.")
  var gateway: String?

  @Option(help: "Credential to act with; default: the folder's own for what the command does.")
  var credential: String?

  var data: DataFolder { DataFolder(path: dataPath) }

  func validate() throws {
    guard let gateway else { return }
    guard NodeAddress(gateway) != nil else {
      throw ValidationError("--gateway: \"\(gateway)\" is not HOST:PORT.")
    }
    guard credential != nil else {
      throw ValidationError("--gateway needs --credential FILE: a credential that this mall issued.")
    }
  }

  /// Opens a link for the time of `body`.
  ///
  /// - Parameter role: whose credential of the data folder is taken, unless one is named.
  func connected<Result: Sendable>(
    as role: Role, _ body: @escaping @Sendable (MallClient) async throws -> Result
  ) async throws -> Result {
    let address = try gateway.flatMap(NodeAddress.init) ?? data.gatewayAddress()
    let own = try credential.map { try Credential(contentsOf: $0) } ?? data.loadCredential(role)
    try refuseUnusable(own)
    do {
      return try await MallClient.connected(to: address, credential: own, body)
    } catch let refusal as Refusal where refusal.code == .unavailable {
      throw CommandFailure(
        .unavailable,
        refusal.message.text(.indonesian) + " (gateway \(address); `mall health` memberi tahu keadaannya)",
        refusal.message.text(.english) + " (gateway \(address); `mall health` tells how it is)",
        violations: CommandFailure(refusal).violations)
    }
  }

  /// Says at once what the gateway would only say by closing the link: a credential that has ended or was taken back.
  private func refuseUnusable(_ credential: Credential) throws(CommandFailure) {
    var trust = credential.trust
    if gateway == nil, let list = try? RevocationList(contentsOf: data.revocations.path) {
      try? trust.update(list)
    }
    do {
      try trust.check(credential.identity, at: MallClock.system.now())
    } catch {
      throw CommandFailure(
        .unauthenticated, "Kredensial \(credential.identity.node) tidak dapat dipakai: \(error.text).",
        "The credential \(credential.identity.node) can't be used: \(error.text).")
    }
  }
}
