import Crypto
import Foundation
import MallDomain
import Testing

@testable import MallStore

@Suite struct BlobStoreTests {
  private static let chunk = 1_000
  private let store: TestStore
  private let blobs: BlobStore

  init() throws {
    store = try TestStore()
    var limits = BlobLimits()
    (limits.size, limits.chunk, limits.perUploader, limits.total) = (10_000, Self.chunk, 15_000, 40_000)
    blobs = try BlobStore(
      folder: store.folder.file("blobs"), database: store.database, sealer: store.sealer, limits: limits, clock: .system
    )
  }

  private func content(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var generator = Seeded(state: seed)
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  private func hash(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

  @discardableResult
  private func upload(_ bytes: [UInt8], uploader: String = "warga", from start: Int = 0) async throws -> BlobProgress {
    var progress = BlobProgress(held: start, isComplete: false)
    while progress.held < bytes.count {
      let data = Array(bytes[progress.held..<min(bytes.count, progress.held + Self.chunk)])
      progress = try await blobs.put(
        sha256: hash(bytes), size: bytes.count, offset: progress.held, data: data, uploader: uploader)
    }
    return progress
  }

  private func attach(_ hashes: [[UInt8]], uploader: String = "warga", to caseID: CaseID = Sample.caseID(1))
    async throws
  {
    try await store.write { [blobs] in try blobs.attach(hashes, uploader: uploader, to: caseID, in: $0) }
  }

  @Test(arguments: [1, 999, 1_000, 1_001, 10_000])
  func aFileComesBackAsItWas(count: Int) async throws {
    let bytes = content(count)
    #expect(try await upload(bytes) == BlobProgress(held: count, isComplete: true))
    try await attach([hash(bytes)])
    var read: [UInt8] = []
    while read.count < count {
      let (data, size) = try await blobs.get(
        sha256: hash(bytes), caseID: Sample.caseID(1), offset: read.count, limit: 700)
      #expect(size == count && !data.isEmpty)
      read += data
    }
    #expect(read == bytes)
  }

  @Test func anUploadIsResumedWhereItStopped() async throws {
    let bytes = content(2_500)
    let first = try await blobs.put(
      sha256: hash(bytes), size: 2_500, offset: 0, data: Array(bytes[..<1_000]), uploader: "warga")
    #expect(first == BlobProgress(held: 1_000, isComplete: false))
    #expect(try await blobs.progress(sha256: hash(bytes), uploader: "warga") == first)
    // The answer was lost, and the chunk comes again.
    let again = try await blobs.put(
      sha256: hash(bytes), size: 2_500, offset: 0, data: Array(bytes[..<1_000]), uploader: "warga")
    #expect(again == first)
    do {
      _ = try await blobs.put(
        sha256: hash(bytes), size: 2_500, offset: 1_500, data: Array(bytes[1_500..<2_500]), uploader: "warga")
      Issue.record("a gap was accepted")
    } catch let refusal as Refusal {
      #expect(refusal.code == .outOfRange && refusal.message.arguments.joined().contains("1000"))
    }
    #expect(try await upload(bytes, from: 1_000).isComplete)
    #expect(try await upload(bytes, from: 0).isComplete)
  }

  @Test func contentThatIsNotTheOneAnnouncedIsThrownAway() async throws {
    let bytes = content(1_500)
    var wrong = bytes
    wrong[1_200] ^= 1
    let announced = hash(bytes)
    _ = try await blobs.put(
      sha256: announced, size: 1_500, offset: 0, data: Array(wrong[..<1_000]), uploader: "warga")
    let code = await refusalCode {
      _ = try await blobs.put(
        sha256: announced, size: 1_500, offset: 1_000, data: Array(wrong[1_000...]), uploader: "warga")
    }
    #expect(code == .invalidArgument)
    #expect(try await blobs.progress(sha256: announced, uploader: "warga").held == 0)
    #expect(await refusalCode { try await attach([announced]) } == .failedPrecondition)
    #expect(try await upload(bytes).isComplete)
  }

  @Test func aHashIsNoKeyToAnothersFile() async throws {
    let bytes = content(500)
    try await upload(bytes, uploader: "warga")
    #expect(try await blobs.progress(sha256: hash(bytes), uploader: "orang lain").held == 0)
    #expect(await refusalCode { try await attach([hash(bytes)], uploader: "orang lain") } == .failedPrecondition)
    try await attach([hash(bytes)])
    #expect(
      await refusalCode {
        _ = try await blobs.get(sha256: hash(bytes), caseID: Sample.caseID(2), offset: 0, limit: 9)
      } == .notFound)
    #expect(try await blobs.progress(sha256: hash(bytes), caseID: Sample.caseID(2)).isComplete == false)
    #expect(try await blobs.progress(sha256: hash(bytes), caseID: Sample.caseID(1)).isComplete)
    // Attached once, it is the case's, and no more the uploader's.
    #expect(
      await refusalCode { try await attach([hash(bytes)], to: Sample.caseID(2)) } == .failedPrecondition)
    try await attach([hash(bytes), hash(bytes)])
  }

  @Test func attachingIsAllOrNothing() async throws {
    let bytes = content(500)
    try await upload(bytes)
    #expect(
      await refusalCode { try await attach([hash(bytes), hash(content(5))]) } == .failedPrecondition)
    #expect(try await blobs.progress(sha256: hash(bytes), caseID: Sample.caseID(1)).isComplete == false)
    #expect(try await blobs.progress(sha256: hash(bytes), uploader: "warga").isComplete)
  }

  @Test func quotasHold() async throws {
    try await upload(content(10_000, seed: 1))
    #expect(await refusalCode { try await upload(content(6_000, seed: 2)) } == .resourceExhausted)
    try await attach([hash(content(10_000, seed: 1))])
    try await upload(content(10_000, seed: 2))
    try await upload(content(10_000, seed: 3), uploader: "b")
    try await upload(content(9_000, seed: 4), uploader: "c")
    #expect(await refusalCode { try await upload(content(2_000, seed: 5), uploader: "d") } == .resourceExhausted)
  }

  @Test(arguments: [
    (32, 0, 0, 1), (32, 10_001, 0, 1), (32, 5_000, 0, 0), (32, 5_000, 0, 1_001), (32, 5_000, -1, 1),
    (32, 5_000, 4_999, 2), (31, 5_000, 0, 1), (0, 5_000, 0, 1), (32, .max, .max, 1),
  ])
  func sizesAreChecked(hash: Int, size: Int, offset: Int, chunk: Int) async {
    let code = await refusalCode {
      _ = try await blobs.put(
        sha256: Array(repeating: 1, count: hash), size: size, offset: offset, data: Array(repeating: 0, count: chunk),
        uploader: "warga")
    }
    #expect(code == .invalidArgument)
  }

  @Test(arguments: ["../../../evil", "/etc/passwd", "", "a\nb", "ü/ü"])
  func anUploadersNameIsNoPath(uploader: String) async throws {
    let bytes = content(1_200)
    let hash = hash(bytes)
    _ = try await blobs.put(sha256: hash, size: 1_200, offset: 0, data: Array(bytes[..<1_000]), uploader: uploader)
    let inside = try FileManager.default.contentsOfDirectory(atPath: store.folder.file("blobs/arriving"))
    #expect(inside.count == 1 && inside.allSatisfy { $0.allSatisfy { $0.isHexDigit || $0 == "-" } })
    #expect(try await upload(bytes, uploader: uploader, from: 1_000).isComplete)
  }

  @Test func onlyOrphansAreCollected() async throws {
    let (attached, forgotten) = (content(900, seed: 1), content(900, seed: 2))
    try await upload(attached)
    try await attach([hash(attached)])
    try await upload(forgotten)
    _ = try await blobs.put(
      sha256: hash(content(2_000, seed: 3)), size: 2_000, offset: 0, data: Array(content(2_000, seed: 3)[..<1_000]),
      uploader: "warga")
    try Data([1]).write(to: URL(fileURLWithPath: store.folder.file("blobs/arriving/leftover")))
    #expect(try await blobs.collectOrphans() == 0)

    // Two days later.
    let later = MallClock.system.now().adding(.seconds(2 * 86_400))
    let tomorrow = try BlobStore(
      folder: store.folder.file("blobs"), database: store.database, sealer: store.sealer, clock: .fixed(at: later))
    #expect(try await tomorrow.collectOrphans() == 3)
    #expect(try await blobs.progress(sha256: hash(forgotten), uploader: "warga").held == 0)
    let kept = try await blobs.get(sha256: hash(attached), caseID: Sample.caseID(1), offset: 0, limit: 900)
    #expect(kept.data == attached)
    #expect(try await tomorrow.collectOrphans() == 0)
  }
}
