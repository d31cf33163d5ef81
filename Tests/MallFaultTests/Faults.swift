import Foundation
import MallDomain
import MallNode
import MallTestSupport
import NIOCore
import Synchronization

/// What may befall a mall.
enum Fault: String, CaseIterable, Sendable {
  case kill, pause, cut, slow, deafGateway, deafAgency, clockJump
}

/// Lets faults happen to a mall, one after the other, at moments that nobody planned for.
final class Faults: Sendable {
  private let roads = Mutex<[String: Road]>([:])
  private let counts = Mutex<[Fault: Int]>([:])

  /// How long a fault that ends by itself lasts: long enough for time-outs of a few requests, too short for a heartbeat.
  private static let duration = Duration.milliseconds(700)
  private static let delay = TimeAmount.milliseconds(40)
  private static let clockJump = Duration.seconds(3600)

  /// Where an agency dials: over a road of its own.
  func road(of node: String, to gateway: NodeAddress) async throws -> NodeAddress {
    if let road = roads.withLock({ $0[node] }) { return road.address }
    let road = try await Road.open(to: gateway)
    roads.withLock { $0[node] = road }
    return road.address
  }

  var happened: [Fault: Int] { counts.withLock { $0 } }

  func strike(_ fault: Fault, _ mall: TestMall, using generator: inout SeededGenerator) async throws {
    counts.withLock { $0[fault, default: 0] += 1 }
    let victim = mall.nodeNames[Int.random(in: 0..<mall.nodeNames.count, using: &generator)]
    let agencies = mall.plan.nodes.map(\.name)
    let agency = agencies[Int.random(in: 0..<agencies.count, using: &generator)]
    switch fault {
    case .kill:
      try await mall.kill(victim)
      try await mall.start(victim)
    case .pause:
      try mall.pause(victim)
      try await Task.sleep(for: Self.duration)
      try mall.goOn(victim)
    case .cut: roads.withLock { $0[agency] }?.cut()
    case .slow: try await weather(.slow(Self.delay), over: agency)
    case .deafGateway: try await weather(.deafGateway, over: agency)
    case .deafAgency: try await weather(.deafAgency, over: agency)
    case .clockJump:
      try? await mall.acting(as: .operator) { try await $0.moveClock(to: $0.mallTime().adding(Self.clockJump)) }
    }
  }

  /// For a while. Bytes that vanished leave a torn stream, which only a new connection mends.
  private func weather(_ weather: Road.Weather, over agency: String) async throws {
    guard let road = roads.withLock({ $0[agency] }) else { return }
    road.weather = weather
    try await Task.sleep(for: Self.duration)
    road.weather = .clear
    if weather != .slow(Self.delay) { road.cut() }
  }

  func close() async {
    for road in roads.withLock({ Array($0.values) }) { await road.close() }
  }
}
