import Foundation

/// The executables that were built together with these tests.
package enum BuiltPrograms {
  /// The build folder: the test bundle, which runs as a program of its own, stands in it.
  package static let folder: URL = {
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      let folder = URL(filePath: program).deletingLastPathComponent()
      if FileManager.default.isExecutableFile(atPath: folder.appending(path: gateway).path) { return folder }
    }
    return packageFolder.appending(path: ".build/debug")
  }()

  /// The package's root, found from where this file was compiled.
  package static let packageFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  package static let gateway = "mall-gateway"
  package static let commandLine = "mall"

  package static func path(_ name: String) -> String {
    folder.appending(path: name).path
  }

  /// What the package ships: catalogue, areas, holidays.
  package static let deployFolder = packageFolder.appending(path: "deploy")

  /// Debian's Python, the one that has the packages of the peer.
  package static let python = "/usr/bin/python3"
}
