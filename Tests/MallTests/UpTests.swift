import Foundation
import MallDomain
import MallNode
import Testing

@testable import Mall

@Suite("mall up")
struct UpTests {
  @Test("A child that fails quickly is started later each time, and given up only while the mall isn't up")
  func restarts() {
    var policy = RestartPolicy()
    var delays: [RestartPolicy.Decision] = []
    for _ in 0..<9 {
      delays.append(policy.decide(afterRunning: .milliseconds(100), mallIsUp: true))
    }
    #expect(
      delays == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .restart(after: .milliseconds(Int64($0 * 1000))) })
    #expect(policy.decide(afterRunning: .seconds(60), mallIsUp: true) == .restart(after: .milliseconds(500)))

    var starting = RestartPolicy()
    let decisions = (0..<RestartPolicy.patience).map { _ in
      starting.decide(afterRunning: .zero, mallIsUp: false)
    }
    #expect(decisions.last == .giveUp)
    #expect(!decisions.dropLast().contains(.giveUp))
  }

  @Test("Every agency is on one node; the general ones are divided as asked", arguments: [1, 2, 5, 99])
  func layout(processes: Int) throws {
    let domains: [(String, Agency.Domain)] = [
      ("disdukcapil", .identity), ("dinkes", .health), ("bapenda", .tax), ("kemenag", .marriage),
      ("polres", .general), ("pln", .general), ("bpn", .general), ("rsud", .general), ("taspen", .general),
    ]
    let agencies = try domains.map { (id: try AgencyID($0.0), domain: $0.1) }
    let layout = MallLayout(agencies: agencies, generalProcesses: processes)
    #expect(layout.nodes.flatMap(\.agencies).sorted() == agencies.map(\.id).sorted())
    #expect(layout.nodes.filter { $0.executable == "agency-service" }.count == min(processes, 5))
    #expect(
      layout.nodes.filter(\.hasRegisters).map(\.executable)
        == ["identity-service", "health-service", "tax-service", "marriage-service"])
    #expect(Set(layout.nodes.map(\.name)).count == layout.nodes.count)
  }

  @Test("A second mall up on the same folder is refused with the process that holds it")
  func lock() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mall-lock-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = DataFolder(path: folder.path)
    let first = try FolderLock(data)
    let failure = #expect(throws: CommandFailure.self) { _ = try FolderLock(data) }
    #expect(failure?.status == .failedPrecondition)
    #expect(failure?.text.indonesian.contains("\(ProcessInfo.processInfo.processIdentifier)") == true)
    first.release()
    try FolderLock(data).release()
  }

  @Test("Without a mall a command says so, and what to do")
  func noMall() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mall-none-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = DataFolder(path: folder.path)
    #expect(throws: CommandFailure.self) { try data.gatewayAddress() }
    try RunFile(node: "gateway", processID: .max, linkPort: 4000, httpPort: 4001).write(to: data.runFile("gateway"))
    let failure = #expect(throws: CommandFailure.self) { try data.gatewayAddress() }
    #expect(failure?.exit == .unavailable)
    #expect(failure?.text.english?.contains("mall up --data") == true)
    let own = ProcessInfo.processInfo.processIdentifier
    try RunFile(node: "gateway", processID: own, linkPort: 4000, httpPort: 4001).write(to: data.runFile("gateway"))
    #expect(try data.gatewayAddress() == NodeAddress(host: "127.0.0.1", port: 4000))
  }

  @Test("A process is itself only while it runs")
  func processIdentity() {
    #expect(ProcessIdentity(ProcessInfo.processInfo.processIdentifier).isAlive)
    #expect(!ProcessIdentity(.max).isAlive)
  }
}
