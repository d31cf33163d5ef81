import Foundation

/// One line of standard input, `CALLERS MILLISECONDS`: run so many callers for so long.
struct RunOrder: Sendable {
  var callers: Int
  var milliseconds: Int64

  init?(_ line: String) {
    let words = line.split(separator: " ")
    guard words.count == 2, let callers = Int(words[0]), let milliseconds = Int64(words[1]), callers > 0 else {
      return nil
    }
    self.callers = callers
    self.milliseconds = milliseconds
  }
}

/// How `Benchmarks/run` steers a program: it says `ready`, carries out orders, and answers each with a number.
enum Steering {
  /// Carries out the orders of standard input until it ends.
  static func serve(saying greeting: String = "ready", _ carryOut: (RunOrder) async throws -> Int) async throws {
    say(greeting)
    for await line in lines() {
      guard let order = RunOrder(line) else { throw NotAnOrder(line: line) }
      say("\(try await carryOut(order))")
    }
  }

  /// Says that the program is ready, and returns when standard input ends.
  static func wait(saying greeting: String = "ready") async {
    say(greeting)
    for await _ in lines() {}
  }

  private static func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// On a thread of its own, since reading waits.
  private static func lines() -> AsyncStream<String> {
    AsyncStream { continuation in
      Thread {
        while let line = readLine() { continuation.yield(line) }
        continuation.finish()
      }.start()
    }
  }
}

struct NotAnOrder: Error, CustomStringConvertible {
  var line: String
  var description: String { "\"\(line)\" is not CALLERS MILLISECONDS" }
}
