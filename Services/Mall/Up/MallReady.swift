import MallDomain
import MallNode

/// The one line that says that a mall is up, and where.
struct MallReady: Report, Sendable {
  var gateway: NodeAddress
  var data: DataFolder
  var agencies: Int
  var nodes: [RunFile]
  var isClockAdjustable: Bool

  var json: JSONValue {
    .object([
      "ready": .boolean(true), "gateway": .string("\(gateway)"), "data": .string(data.path),
      "agencies": .integer(agencies), "adjustable_clock": .boolean(isClockAdjustable),
      "nodes": .array(
        nodes.map {
          .object([
            "node": .string($0.node), "process_id": .integer($0.processID), "http_port": .integer($0.httpPort),
          ])
        }),
    ])
  }

  func text(in language: Language) -> String {
    let monitoring = nodes.first.map { ", http://127.0.0.1:\($0.httpPort)/health" } ?? ""
    return language(
      "Mal siap: \(agencies) instansi, gateway \(gateway), data \(data.path)\(monitoring). Ctrl-C menghentikan.",
      "The mall is ready: \(agencies) agencies, gateway \(gateway), data \(data.path)\(monitoring). Ctrl-C stops it.")
  }
}
