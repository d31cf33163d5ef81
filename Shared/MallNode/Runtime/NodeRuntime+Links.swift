import MallDomain
import MallLink
import MallStore
import MallWire
import Synchronization

extension NodeRuntime {
  /// How this node's links are made. What the handshake says of the database is kept in memory.
  package func linkConfiguration(observer: any LinkObserver) -> LinkConfiguration {
    var configuration = LinkConfiguration(
      credential: credential, software: NodeVersion.software, mallClock: clock.clock)
    let epoch = database.epoch
    let marks = inboxMarks
    configuration.facts = { peer in LinkFacts(epoch: epoch, received: marks[peer.node]) }
    configuration.observer = observer
    configuration.logger = logger
    return configuration
  }
}
