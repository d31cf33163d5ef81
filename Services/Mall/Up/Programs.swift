import Foundation
import MallDomain

/// The mall's other programs, which stand beside this one.
enum Programs {
  /// This program's own file.
  static let own: URL = {
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      return URL(filePath: program)
    }
    return URL(filePath: CommandLine.arguments[0]).standardizedFileURL
  }()

  static func find(_ name: String) throws(CommandFailure) -> URL {
    let program = own.deletingLastPathComponent().appending(path: name)
    guard FileManager.default.isExecutableFile(atPath: program.path) else {
      throw CommandFailure(
        .failedPrecondition, "Program \(name) tidak ada di samping mall. Bangun semuanya dengan `make build`.",
        "The program \(name) is not beside mall. Build everything with `make build`.", exit: .configuration)
    }
    return program
  }

  /// How the person who started this program can start it again.
  static var typedName: String {
    let typed = CommandLine.arguments[0]
    return typed.contains("/") ? ShellWord.quoted(typed) : "mall"
  }
}
