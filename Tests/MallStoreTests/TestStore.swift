import Foundation
import Logging
import MallDomain

@testable import MallStore

/// A folder of a test's own, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("mall-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { path + "/" + name }
}

/// A database in a folder of its own, with all tables of the store and those of the test.
struct TestStore {
  static let now = MallInstant(milliseconds: 1_790_000_000_000)

  let folder: TemporaryFolder
  let database: Database
  let sealer: Sealer

  init(
    folder: TemporaryFolder? = nil, tables: String? = nil, options: DatabaseOptions = DatabaseOptions()
  ) throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    database = try TestStore.open(folder, tables: tables, options: options)
    sealer = try Sealer.load(keyFile: folder.file("keys/seal.key"))
  }

  static func open(
    _ folder: TemporaryFolder, tables: String? = nil, options: DatabaseOptions = DatabaseOptions()
  ) throws -> Database {
    let own = tables.map { [MigrationList(module: "test", steps: [Migration("tables", $0)])] } ?? []
    return try open(
      folder,
      migrations: StoreSchema.node + StoreSchema.gateway + StoreSchema.agency + own,
      options: options)
  }

  static func open(
    _ folder: TemporaryFolder, migrations: [MigrationList], options: DatabaseOptions = DatabaseOptions()
  ) throws -> Database {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return try Database.open(
      "sqlite:" + folder.file("mall.sqlite"), migrations: migrations, clock: .fixed(at: now), options: options,
      logger: logger)
  }

  @discardableResult
  func write<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
    try await database.write(body)
  }

  @discardableResult
  func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
    try await database.read(body)
  }
}

/// The status that something is refused with; nil when it isn't refused.
func refusalCode(_ body: () async throws -> Void) async -> StatusCode? {
  do {
    try await body()
    return nil
  } catch let refusal as Refusal {
    return refusal.code
  } catch {
    return .unknown
  }
}

/// A seeded generator (SplitMix64), so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
