import Foundation
import Testing

@testable import MallStore

@Suite struct SealerTests {
  private func key(_ byte: UInt8) throws -> SealingKey {
    try SealingKey(Array(repeating: byte, count: SealingKey.length))
  }

  @Test(arguments: [[], [1], Array(repeating: 9, count: 100_000)] as [[UInt8]])
  func whatIsSealedOpens(plain: [UInt8]) throws {
    let sealer = try Sealer(keys: [try key(1)])
    let sealed = sealer.seal(plain, for: "people.name")
    #expect(try sealer.open(sealed, for: "people.name") == plain)
    #expect(sealer.seal(plain, for: "people.name") != sealed)
  }

  @Test func anotherKeyDoesNotOpen() throws {
    let sealed = try Sealer(keys: [try key(1)]).seal([1, 2, 3], for: "people.name")
    #expect(throws: StoreError.self) { try Sealer(keys: [try key(2)]).open(sealed, for: "people.name") }
  }

  @Test func anotherPlaceDoesNotOpenAndOnlyTheColumnIsNamed() throws {
    let sealer = try Sealer(keys: [try key(1)])
    let sealed = sealer.seal([1, 2, 3], for: "people.name:7")
    #expect(throws: StoreError.unsealable(place: "people.name")) { try sealer.open(sealed, for: "people.name:8") }
  }

  @Test func anyChangedByteIsNoticed() throws {
    let sealer = try Sealer(keys: [try key(1)])
    let sealed = sealer.seal([1, 2, 3], for: "people.name")
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(throws: StoreError.self) { try sealer.open(changed, for: "people.name") }
      #expect(throws: StoreError.self) { try sealer.open(Array(sealed[..<index]), for: "people.name") }
    }
  }

  @Test func keysRotate() throws {
    let (old, new) = (try Sealer(keys: [try key(1)]), try Sealer(keys: [try key(1), try key(2)]))
    #expect(try new.open(old.seal([5], for: "a.b"), for: "a.b") == [5])
    #expect(throws: StoreError.self) { try old.open(new.seal([5], for: "a.b"), for: "a.b") }
    #expect(old.lookupHash("x", purpose: "nik") == new.lookupHash("x", purpose: "nik"))
  }

  @Test func lookupHashesKeepPurposesApart() throws {
    let sealer = try Sealer(keys: [try key(1)])
    let hashes = [
      sealer.lookupHash("bc", purpose: "a"), sealer.lookupHash("c", purpose: "ab"),
      sealer.lookupHash("bc", purpose: "b"), try Sealer(keys: [try key(2)]).lookupHash("bc", purpose: "a"),
    ]
    #expect(Set(hashes).count == 4)
    #expect(hashes.allSatisfy { $0.count == 32 })
  }

  @Test func aKeyFileIsMadeOnceAndForItsOwnerOnly() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("keys/seal.key")
    let first = try Sealer.load(keyFile: path)
    let second = try Sealer.load(keyFile: path)
    #expect(try second.open(first.seal([1], for: "a.b"), for: "a.b") == [1])
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int == 32)
  }

  @Test func aKeyFileThatOthersCanReadIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("seal.key")
    _ = try Sealer.load(keyFile: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(throws: StoreError.self) { try Sealer.load(keyFile: path) }
  }

  @Test(arguments: [0, 31, 33])
  func aKeyFileOfTheWrongLengthIsRefused(length: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("seal.key")
    _ = FileManager.default.createFile(
      atPath: path, contents: Data(repeating: 1, count: length), attributes: [.posixPermissions: 0o600])
    #expect(throws: StoreError.self) { try Sealer.load(keyFile: path) }
  }

  @Test func noKeyIsPrinted() throws {
    struct Holder { var sealer: Sealer }
    let text = String(reflecting: Holder(sealer: try TestStore().sealer)) + "\(Holder(sealer: try TestStore().sealer))"
    #expect(!text.contains("SealingKey") && !text.contains("sealing"), "\(text)")
  }
}
