import ArgumentParser
import Foundation

/// Not for people: `mall up` runs it, see `ParentGuard`.
struct GuardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard", abstract: "Ends the children of a mall up that was killed.", shouldDisplay: false)

  private static let pollInterval = Duration.milliseconds(100)

  func run() async throws {
    var watched: [Int32: ProcessIdentity] = [:]
    while let line = readLine() {
      guard let sign = line.first, let processID = Int32(line.dropFirst()), processID > 1 else { continue }
      watched[processID] = sign == "+" ? ProcessIdentity(processID) : nil
    }
    let deadline = ContinuousClock.now.advanced(by: ChildProcess.patience)
    signal(SIGTERM, to: watched)
    while ContinuousClock.now < deadline, watched.values.contains(where: \.isAlive) {
      try await Task.sleep(for: Self.pollInterval)
    }
    signal(SIGKILL, to: watched)
  }

  private func signal(_ number: Int32, to watched: [Int32: ProcessIdentity]) {
    for process in watched.values where process.isAlive {
      kill(process.id, number)
    }
  }
}

/// A process that isn't mistaken for a later one with the same id.
struct ProcessIdentity: Hashable, Sendable {
  let id: Int32
  /// When it started, in ticks since the machine did; nil where the system doesn't tell.
  private let start: String?

  init(_ id: Int32) {
    self.id = id
    start = Self.status(of: id)?.start
  }

  /// A process that ended but wasn't waited for yet is not alive.
  var isAlive: Bool {
    guard kill(id, 0) == 0 else { return false }
    let status = Self.status(of: id)
    return status?.start == start && status?.state != "Z"
  }

  /// Fields 3 and 22 of `/proc/PID/stat`; those before them end with the program's name in parentheses.
  private static func status(of id: Int32) -> (state: Substring, start: String)? {
    guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[name...].split(separator: " ")
    guard fields.indices.contains(20) else { return nil }
    return (fields[1], String(fields[20]))
  }
}
