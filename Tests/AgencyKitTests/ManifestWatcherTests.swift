import Foundation
import Logging
import MallDomain
import MallNode
import Synchronization
import Testing

@testable import AgencyKit

@Suite struct ManifestWatcherTests {
  private final class Heard: Sendable {
    let agencies = Mutex<[AgencyID]>([])
  }

  /// A deploy folder with the manifest of the district's police as it ships.
  private func deployed(_ body: (URL, ManifestFolder) throws -> Void) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = FileManager.default.temporaryDirectory.appending(path: "deploy-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "catalogue"), withIntermediateDirectories: true)
    let file = folder.appending(path: "catalogue/polres.yaml")
    try FileManager.default.copyItem(at: root.appending(path: "deploy/catalogue/polres.yaml"), to: file)
    try body(file, ManifestFolder(try DeployFolder(path: folder.path)))
  }

  private func watcher(_ folder: ManifestFolder, _ manifests: Manifests, _ heard: Heard) -> ManifestWatcher {
    ManifestWatcher(
      folder: folder, manifests: manifests, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
      changed: { agency in heard.agencies.withLock { $0.append(agency) } })
  }

  @Test func `A changed manifest is taken over, a broken one is not`() throws {
    try deployed { file, folder in
      let polres = try AgencyID("polres")
      let manifests = Manifests(try folder.agencies([], domain: .general))
      let heard = Heard()
      let watcher = watcher(folder, manifests, heard)
      var stamps = watcher.stamps()
      let text = try String(contentsOf: file, encoding: .utf8)

      watcher.look(&stamps)
      #expect(heard.agencies.withLock { $0 }.isEmpty)

      let dearer = text.replacing("amount_idr: 30000", with: "amount_idr: 350000")
      try #require(dearer != text)
      try dearer.write(to: file, atomically: true, encoding: .utf8)
      watcher.look(&stamps)
      #expect(heard.agencies.withLock { $0 } == [polres])
      let record = try #require(manifests[polres]?.services.first { $0.code.text == "polres.skck" })
      #expect(record.fee.amount == Rupiah(350_000))

      try (dearer + "\nnonsense: true\n").write(to: file, atomically: true, encoding: .utf8)
      watcher.look(&stamps)
      #expect(heard.agencies.withLock { $0 } == [polres])
      #expect(manifests[polres]?.services.count == 5)
    }
  }

  @Test func `A process finds the agencies of its domain by themselves`() throws {
    try deployed { _, folder in
      let general = try folder.agencies([], domain: .general)
      #expect(general.map(\.id.text) == ["polres"])
      #expect(throws: Refusal.self) { try folder.agencies([], domain: .tax) }
    }
  }
}
