import Crypto
import Foundation
import MallDomain
import MallNode
import MallStore
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  /// Who steals a machine's disk without its keys reads nothing about a person.
  @Suite("What lies on the disk", .serialized, .everyDomain)
  struct SecrecyTests {
    /// Bytes; a shorter text may stand anywhere by chance.
    private static let shortest = 7

    @Test("Names, numbers, texts and files of applications lie nowhere in clear, whatever state they are in")
    func nothingInClear() async throws {
      let mall = try TestMall.shared()
      let scan =
        Data("SCAN-OF-A-SYNTHETIC-PERSON-".utf8) + Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
      let secrets = try await mall.acting(as: .citizen) { citizen in
        try await mall.withCounter { counter in
          var secrets: Set<String> = []
          for service in Self.services {
            let finished = try await FiledCase.file(service, by: citizen)
            try await counter.approve(finished)
            if finished.notBefore == nil { try await counter.issue(finished, for: citizen) }
            let open = try await FiledCase.file(service, by: citizen)
            secrets.formUnion(Self.personal(finished.content) + Self.personal(open.content))
          }
          // While an agency is away, its deliveries wait in the gateway's outbox; a file goes with one of them.
          let example = try await citizen.example(of: "polres.skck")
          try await mall.stop("general")
          let waiting = try await Self.file(example, withScan: scan, by: citizen)
          return secrets.union(Self.personal(waiting))
        }
      }
      #expect(secrets.count > 4 * Self.services.count, "\(secrets.count)")
      try await mall.stop()
      // Somebody may be born where an agency has its office, whose address the gateway publishes.
      let published = try CatalogueCopy.shipped()
      let needles = secrets.filter { !published.contains($0) }.map { Data($0.utf8) } + [scan.prefix(27)]
      var files = 0
      for file in try Self.files(below: mall.folder) {
        let bytes = try Data(contentsOf: file)
        files += 1
        for (index, needle) in needles.enumerated() where bytes.range(of: needle) != nil {
          // The secret itself is not printed: a failing test's output is kept too.
          Issue.record("secret \(index) of \(needle.count) bytes is in \(file.path)")
        }
      }
      #expect(files > 10)
    }

    private static let services = [
      "polres.skck", "disdukcapil.ktp-el-baru", "bapenda.pbb-mutasi", "dinkes.puskesmas-pendaftaran",
      "kemenag.nikah-di-kua", "disdukcapil.akta-kelahiran",
    ]

    private static func file(
      _ example: Wire.ApplicationContent, withScan scan: Data, by citizen: MallClient
    ) async throws -> Wire.ApplicationContent {
      var content = example
      let hash = Array(SHA256.hash(data: scan))
      _ = try await citizen.put(Array(scan), sha256: hash)
      let blob = Wire.BlobReference(
        sha256: hash, size: UInt64(scan.count), name: "pindaian-rahasia-siti.png", mediaType: "image/png")
      content.attachments[0] = Wire.Attachment(requirement: content.attachments[0].requirement, blob: blob)
      _ = try await FiledCase.file(content, by: citizen)
      return content
    }

    /// Who somebody is, where they live and how they are reached.
    private static let personalFields = ["nik", "nama", "telepon", "alamat", "email", "tempat-lahir", "nkk"]

    private static func personal(_ content: Wire.ApplicationContent) -> [String] {
      content.values.filter { value in
        value.value.utf8.count >= shortest && personalFields.contains { value.field.hasPrefix($0) }
      }.map(\.value)
    }

    /// Everything that the nodes keep, and what they wrote to their logs.
    private static func files(below folder: URL) throws -> [URL] {
      let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
      return (found?.allObjects as? [URL] ?? []).filter { url in
        (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true && !url.path.contains("/pki/")
      }
    }
  }
}

extension Trait where Self == MallTrait {
  /// A general agency and every domain.
  fileprivate static var everyDomain: Self { .wholeMall }
}
