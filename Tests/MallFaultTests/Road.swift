import MallNode
import NIOCore
import NIOPosix
import Synchronization

/// The network between an agency and its gateway: bytes pass, wait, vanish one way or both, or the line is cut.
final class Road: Sendable {
  enum Weather: Hashable, Sendable {
    case clear
    /// Every read waits so long before it is passed on.
    case slow(TimeAmount)
    /// What the agency says vanishes; what the gateway says arrives.
    case deafGateway
    /// The other way round.
    case deafAgency
  }

  private struct State {
    var weather = Weather.clear
    var channels: [ObjectIdentifier: any Channel] = [:]
  }

  fileprivate enum Direction: Sendable {
    case toGateway, toAgency
  }

  private let state = Mutex(State())
  private let gateway: NodeAddress
  private let listener: any Channel

  /// Opens a road to a gateway.
  static func open(to gateway: NodeAddress) async throws -> Road {
    let connections = Connections()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { channel in connections.accept(channel) }
      .bind(host: "127.0.0.1", port: 0).get()
    let road = Road(gateway: gateway, listener: listener)
    connections.road.withLock { $0 = road }
    return road
  }

  /// Where accepted connections find their road, which is made after its listener.
  private final class Connections: Sendable {
    let road = Mutex<Road?>(nil)

    func accept(_ channel: any Channel) -> EventLoopFuture<Void> {
      guard let road = road.withLock({ $0 }) else { return channel.close() }
      return road.join(channel)
    }
  }

  private init(gateway: NodeAddress, listener: any Channel) {
    self.gateway = gateway
    self.listener = listener
  }

  var address: NodeAddress { NodeAddress(host: "127.0.0.1", port: listener.localAddress?.port ?? 0) }

  var weather: Weather {
    get { state.withLock { $0.weather } }
    set { state.withLock { $0.weather = newValue } }
  }

  /// Ends every connection on it at once, as when a cable is pulled and plugged in again.
  func cut() {
    for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
  }

  func close() async {
    cut()
    try? await listener.close()
  }

  /// Connects an agency's end to the gateway, on the same event loop.
  private func join(_ agency: any Channel) -> EventLoopFuture<Void> {
    ClientBootstrap(group: agency.eventLoop)
      .channelOption(.autoRead, value: false)
      .connect(host: gateway.host, port: gateway.port)
      .flatMapThrowing { [self] mall in
        for channel in [agency, mall] {
          state.withLock { $0.channels[ObjectIdentifier(channel)] = channel }
          channel.closeFuture.whenComplete { _ in
            self.state.withLock { _ = $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
          }
        }
        try agency.pipeline.syncOperations.addHandler(Lane(self, .toGateway, other: mall))
        try mall.pipeline.syncOperations.addHandler(Lane(self, .toAgency, other: agency))
        mall.read()
      }
      .flatMapError { _ in agency.close() }
  }

  /// One direction of one connection.
  private final class Lane: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let road: Road
    private let direction: Direction
    private let other: any Channel

    init(_ road: Road, _ direction: Direction, other: any Channel) {
      self.road = road
      self.direction = direction
      self.other = other
    }

    func channelActive(context: ChannelHandlerContext) {
      context.channel.read()
      context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let bytes = unwrapInboundIn(data)
      let channel = context.channel
      switch (road.weather, direction) {
      case (.deafGateway, .toGateway), (.deafAgency, .toAgency): channel.read()
      case (.slow(let delay), _):
        // The next read comes after this one, so that bytes keep their order.
        context.eventLoop.scheduleTask(in: delay) { [other] in
          other.writeAndFlush(bytes, promise: nil)
          channel.read()
        }
      default:
        other.writeAndFlush(bytes).whenComplete { _ in channel.read() }
      }
    }

    func channelInactive(context: ChannelHandlerContext) {
      other.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }
}
