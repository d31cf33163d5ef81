import Foundation
import MallNode
import Testing

@Suite struct ConfigurationTests {
  @Test(arguments: [
    ("127.0.0.1:7000", NodeAddress(host: "127.0.0.1", port: 7000)),
    ("gerbang.example:0", NodeAddress(host: "gerbang.example", port: 0)),
    ("[::1]:80", NodeAddress(host: "::1", port: 80)),
  ])
  func anAddressIsReadAndWritten(text: String, address: NodeAddress) {
    #expect(NodeAddress(text) == address)
    #expect(address.description == text)
  }

  @Test(arguments: ["", "host", ":80", "host:", "host:-1", "host:65536", "host:x"])
  func whatIsNoAddressIsRefused(text: String) {
    #expect(NodeAddress(text) == nil)
  }

  @Test func aFlagGoesBeforeTheFileAndTheFileBeforeTheDefault() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mall-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "deploy/catalogue"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "mall.json")
    let deploy = folder.appending(path: "deploy").path
    try #"{"mall": {"logLevel": "error", "logFormat": "json", "credential": "a.pem"}}"#
      .write(to: file, atomically: true, encoding: .utf8)
    let options = try NodeOptions.parse(["--config", file.path, "--log-level", "debug", "--deploy", deploy])
    let configuration = try NodeConfiguration(reader: try await options.reader(), nodeName: "gateway")
    #expect(configuration.logLevel == .debug)
    #expect(configuration.logFormat == .json)
    #expect(configuration.credentialFile.lastPathComponent == "a.pem")
    #expect(configuration.httpPort == 0)
    #expect(configuration.dataFolder.path.hasSuffix("mall-data/gateway"))
  }

  @Test func aValueThatNoSettingTakesIsNamed() async throws {
    let options = try NodeOptions.parse(["--credential", "a.pem", "--clock", "sundial", "--deploy", "."])
    let reader = try await options.reader()
    let error = #expect(throws: (any Error).self) {
      try NodeConfiguration(reader: reader, nodeName: "gateway")
    }
    #expect(error.map { "\($0)".contains("sundial") && "\($0)".contains("--clock") } == true)
  }
}
