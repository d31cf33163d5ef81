import Foundation

/// The executables that were built together with these tests.
enum BuiltPrograms {
  /// The build folder: the test bundle, which runs as a program of its own, stands in it.
  static let folder: URL = {
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      let folder = URL(filePath: program).deletingLastPathComponent()
      if FileManager.default.isExecutableFile(atPath: folder.appending(path: gateway).path) { return folder }
    }
    return packageFolder.appending(path: ".build/debug")
  }()

  /// The package's root, found from where this file was compiled.
  static let packageFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let gateway = "mall-gateway"
  static let commandLine = "mall"

  static func path(_ name: String) -> String {
    folder.appending(path: name).path
  }

  /// What the package ships: catalogue, areas, holidays.
  static let deployFolder = packageFolder.appending(path: "deploy")

  /// Debian's Python, the one that has the packages of the peer.
  static let python = "/usr/bin/python3"
}
