import MallDomain
import MallLink
import Synchronization

/// Which agency is reached over which link at this moment. Read on event loops, so it never waits.
final class AgencyLinks: Sendable {
  private struct Entry {
    var link: Link
    var since: MallInstant
  }

  private let entries = Mutex<[AgencyID: Entry]>([:])

  /// A node connected. Answers the agencies that it serves.
  func opened(_ link: Link, at now: MallInstant) -> Set<AgencyID> {
    guard link.peer.roles.contains(.agency) else { return [] }
    entries.withLock { entries in
      for agency in link.peer.agencies {
        entries[agency] = Entry(link: link, since: now)
      }
    }
    return link.peer.agencies
  }

  /// A link ended. Answers the agencies that were reached over it and over no newer one.
  func closed(_ link: Link) -> Set<AgencyID> {
    entries.withLock { entries in
      let gone = link.peer.agencies.filter { entries[$0]?.link === link }
      for agency in gone {
        entries[agency] = nil
      }
      return gone
    }
  }

  subscript(agency: AgencyID) -> Link? {
    entries.withLock { $0[agency]?.link }
  }

  /// The node that a target names: by an agency that it serves, or by its own id.
  subscript(target: String) -> Link? {
    entries.withLock { entries in
      if let agency = try? AgencyID(target), let entry = entries[agency] { return entry.link }
      return entries.values.first { $0.link.peer.node.text == target }?.link
    }
  }

  var connected: Set<AgencyID> {
    entries.withLock { Set($0.keys) }
  }

  /// One line a node: its agencies and since when it is connected.
  var nodes: [(node: NodeID, agencies: [AgencyID], since: MallInstant)] {
    let entries = entries.withLock { $0 }
    return Dictionary(grouping: entries, by: { $0.value.link.peer.node })
      .map { node, rows in
        (node, rows.map(\.key).sorted(), rows.map(\.value.since).min() ?? MallInstant(milliseconds: 0))
      }
      .sorted { $0.0 < $1.0 }
  }

  /// All links to agencies, each once.
  var links: [Link] {
    let links = entries.withLock { $0.values.map(\.link) }
    return Dictionary(links.map { (ObjectIdentifier($0), $0) }, uniquingKeysWith: { first, _ in first })
      .map(\.value)
  }
}
