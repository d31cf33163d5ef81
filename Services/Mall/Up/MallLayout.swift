import MallDomain

/// Which processes a mall on one machine consists of, and which agencies each serves.
struct MallLayout: Sendable {
  /// One process.
  struct Node: Hashable, Sendable {
    /// Node id, and the name of its folder, credential and log.
    var name: String
    /// File name of its program.
    var executable: String
    var agencies: [AgencyID]
    /// It keeps registers that are filled when they are new.
    var hasRegisters: Bool
  }

  static let gateway = Node(name: "gateway", executable: "mall-gateway", agencies: [], hasRegisters: false)

  /// The agencies' nodes.
  var nodes: [Node]

  var agencies: Set<AgencyID> { Set(nodes.flatMap(\.agencies)) }

  /// - Parameter generalProcesses: among how many processes the general agencies are divided.
  init(agencies: [(id: AgencyID, domain: Agency.Domain)], generalProcesses: Int) {
    nodes = []
    for domain in Agency.Domain.allCases {
      let own = agencies.filter { $0.domain == domain }.map(\.id).sorted()
      guard !own.isEmpty else { continue }
      guard domain == .general else {
        nodes.append(
          Node(
            name: domain.rawValue, executable: "\(domain.rawValue)-service", agencies: own, hasRegisters: true))
        continue
      }
      let processes = min(generalProcesses, own.count)
      for process in 0..<processes {
        let share = own.indices.filter { $0 % processes == process }.map { own[$0] }
        nodes.append(
          Node(
            name: process == 0 ? "general" : "general-\(process + 1)", executable: "agency-service", agencies: share,
            hasRegisters: false))
      }
    }
  }
}
