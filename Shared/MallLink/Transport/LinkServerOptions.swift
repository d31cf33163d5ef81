import MallDomain

/// What becomes of a node's second link.
package enum DuplicatePolicy: Hashable, Sendable {
  /// The older link is asked for a sign of life: without one the newer replaces it, with one the newer is refused.
  case replaceIfDead
  case replace
  /// Both stay: people's credentials, with which several commands may run at once.
  case allow
}

/// How a server takes connections.
package struct LinkServerOptions: Sendable {
  /// Connections that the kernel holds until they are accepted: a thousand agencies may come back at once.
  package var backlog = 1_024
  /// Below the 20,000 descriptors that a process has here, with room for files.
  package var maximumConnections = 12_000
  /// From one address: an office's agencies may share one.
  package var maximumConnectionsPerSource = 2_048
  /// New connections from one address, before their TLS costs anything: all agencies of an office may come back at once.
  package var connectionRate = SourceRates.Rate(burst: 2_048, perSecond: 200)
  /// Connections from one address that never became a link: each costs a handshake, and nobody honest has many.
  package var failureRate = SourceRates.Rate(burst: 256, perSecond: 5)
  /// How long a node's older link has to show a sign of life.
  package var probeTimeout = Duration.seconds(2)
  package var onDuplicate: @Sendable (PeerIdentity) -> DuplicatePolicy = LinkServerOptions.nodesOnce
  /// Who may come in at all: a sentence for who may not.
  package var refuse: @Sendable (PeerIdentity) -> String? = { _ in nil }

  package init() {}

  /// Gateways, agencies and banks are one process each; officers, operators and citizens run as many as they like.
  package static let nodesOnce: @Sendable (PeerIdentity) -> DuplicatePolicy = { peer in
    peer.roles.isDisjoint(with: [.gateway, .agency, .bank]) ? .allow : .replaceIfDead
  }
}
