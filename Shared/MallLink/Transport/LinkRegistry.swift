import MallDomain

/// A server's connections and links, as a value: who counts, who is the one link of a node.
struct LinkRegistry {
  enum Admission {
    case admitted
    /// These links have to be asked for a sign of life first.
    case afterProbing([Link])
    /// These links have to go.
    case replacing([Link])
  }

  private(set) var connections = 0
  private var attempts: SourceRates
  private var failures: SourceRates
  private var perSource: [String: Int] = [:]
  private var links: [ObjectIdentifier: Link] = [:]
  private var byNode: [NodeID: [Link]] = [:]

  init(options: LinkServerOptions) {
    attempts = SourceRates(options.connectionRate)
    failures = SourceRates(options.failureRate)
  }

  var all: [Link] { Array(links.values) }

  /// The newest open link of a node.
  func link(of node: NodeID) -> Link? {
    byNode[node]?.last(where: \.isOpen)
  }

  mutating func connect(source: String, options: LinkServerOptions, at now: Duration) -> CloseReason? {
    guard failures.has(source, at: now), attempts.take(source, at: now) else { return .tooManyAttemptsFromSource }
    guard connections < options.maximumConnections else { return .tooManyLinks }
    guard perSource[source, default: 0] < options.maximumConnectionsPerSource else { return .tooManyLinksFromSource }
    connections += 1
    perSource[source, default: 0] += 1
    return nil
  }

  /// - Parameter wasLinked: whether it ever got through its handshake.
  mutating func disconnect(source: String, wasLinked: Bool, at now: Duration) {
    connections -= 1
    if !wasLinked { _ = failures.take(source, at: now) }
    guard let count = perSource[source] else { return }
    perSource[source] = count > 1 ? count - 1 : nil
  }

  /// Enters a link, unless older ones of its node stand in its way.
  mutating func admit(_ link: Link, policy: DuplicatePolicy) -> Admission {
    let others = byNode[link.peer.node] ?? []
    switch policy {
    case .replaceIfDead where !others.isEmpty: return .afterProbing(others)
    case .replace where !others.isEmpty:
      insert(link)
      return .replacing(others)
    default:
      insert(link)
      return .admitted
    }
  }

  mutating func insert(_ link: Link) {
    links[ObjectIdentifier(link)] = link
    byNode[link.peer.node, default: []].append(link)
  }

  mutating func remove(_ link: Link) {
    guard links.removeValue(forKey: ObjectIdentifier(link)) != nil else { return }
    byNode[link.peer.node]?.removeAll { $0 === link }
    if byNode[link.peer.node]?.isEmpty ?? false { byNode[link.peer.node] = nil }
  }
}
