import Foundation
import MallNode
import MallTestSupport

/// A machine of its own as far as the network goes, joined to this one by a cable on which packets get lost without
/// either side being told: no reset and no end of the stream, as when a radio link fades. Needs the rights of root.
struct NetworkNamespace: Sendable {
  /// What is lost on the cable.
  enum Loss: Sendable {
    /// What the machine sends; what is sent to it arrives.
    case toGateway
    /// The other way round.
    case toAgency
    case all
  }

  private let name: String
  /// Our end of the cable, and the other machine's.
  private let near: End
  private let far: End

  private struct End {
    var device: String
    var address: String
  }

  /// Nobody has it: a frame for it reaches nobody.
  private static let nobody = "02:00:5e:00:53:01"
  private static let program = "/usr/sbin/ip"

  /// Whether the tests may have one here.
  static var isAllowed: Bool { get async { await probe.value } }

  private static let probe = Task {
    guard let namespace = try? await NetworkNamespace(number: 0) else { return false }
    await namespace.clearAway()
    return true
  }

  /// A machine for each name, there while `body` runs.
  static func with<Result>(
    _ names: [String], _ body: ([String: NetworkNamespace]) async throws -> Result
  ) async throws -> Result {
    var machines: [String: NetworkNamespace] = [:]
    func clearAway() async {
      for machine in machines.values { await machine.clearAway() }
    }
    do {
      for (number, name) in names.enumerated() { machines[name] = try await NetworkNamespace(number: number + 1) }
      let result = try await body(machines)
      await clearAway()
      return result
    } catch {
      await clearAway()
      throw error
    }
  }

  /// - Parameter number: up to 60, another for each that is there at the same time.
  private init(number: Int) async throws {
    let process = getpid()
    name = "mall-\(process)-\(number)"
    // Of a network that is kept for tests (RFC 2544).
    let network = "198.18.\(process % 256)"
    near = End(device: "m\(process)n\(number)", address: "\(network).\(4 * number + 1)")
    far = End(device: "m\(process)f\(number)", address: "\(network).\(4 * number + 2)")
    try await Self.ip("netns", "add", name)
    do {
      try await Self.ip("link", "add", near.device, "type", "veth", "peer", "name", far.device, "netns", name)
      try await Self.ip("address", "add", "\(near.address)/30", "dev", near.device)
      try await Self.ip("link", "set", near.device, "up")
      try await Self.ip("-n", name, "address", "add", "\(far.address)/30", "dev", far.device)
      for device in [far.device, "lo"] { try await Self.ip("-n", name, "link", "set", device, "up") }
    } catch {
      await clearAway()
      throw error
    }
  }

  /// What runs a program on this machine.
  var launcher: [String] { [Self.program, "netns", "exec", name] }

  /// Where it reaches a gateway that listens on every address.
  func address(ofGateway gateway: NodeAddress) -> NodeAddress {
    NodeAddress(host: near.address, port: gateway.port)
  }

  /// From now on.
  func lose(_ loss: Loss) async throws {
    if loss != .toGateway { try await Self.misdirect(far, from: near) }
    if loss != .toAgency { try await Self.misdirect(near, from: far, in: ["-n", name]) }
  }

  /// Everything arrives again.
  func mend() async {
    try? await Self.ip("neighbour", "delete", far.address, "dev", near.device)
    try? await Self.ip("-n", name, "neighbour", "delete", near.address, "dev", far.device)
  }

  /// Lets one end send to nobody what is meant for the other.
  private static func misdirect(_ end: End, from other: End, in place: [String] = []) async throws {
    try await ip(
      place + ["neighbour", "replace", end.address, "lladdr", nobody, "nud", "permanent", "dev", other.device])
  }

  private func clearAway() async {
    try? await Self.ip("netns", "delete", name)
  }

  private static func ip(_ arguments: String...) async throws { try await ip(arguments) }

  private static func ip(_ arguments: [String]) async throws {
    let run = try await CommandRun.run(program, arguments)
    guard run.exitCode == 0 else {
      throw OutOfPatience(description: "ip \(arguments.joined(separator: " ")): \(run.errors)")
    }
  }
}
