import MallDomain

/// Tells a person, step by step, what is done. Goes to standard error where programs read standard output.
struct Progress: Sendable {
  var output: OutputOptions

  /// Runs a step, and tells its name before and its time after it.
  func step<Result>(
    _ indonesian: String, _ english: String, _ body: () async throws -> Result
  ) async throws -> Result {
    let name = output.say(indonesian, english)
    write("· \(name) …")
    let start = ContinuousClock.now
    let result = try await body()
    write("✓ \(name) (\(Self.seconds(start.duration(to: .now))) s)")
    return result
  }

  /// Something that was done.
  func done(_ indonesian: String, _ english: String) {
    write("✓ " + output.say(indonesian, english))
  }

  func failed(_ indonesian: String, _ english: String) {
    write("✗ " + output.say(indonesian, english))
  }

  func note(_ indonesian: String, _ english: String) {
    write(output.say(indonesian, english))
  }

  func write(_ line: String) {
    switch output.format {
    case .table: StandardOutput.write(line)
    case .json: StandardOutput.writeError(line)
    }
  }

  /// Seconds with one digit after the point.
  static func seconds(_ duration: Duration) -> String {
    let tenths = (duration.components.seconds * 10) + duration.components.attoseconds / 100_000_000_000_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
