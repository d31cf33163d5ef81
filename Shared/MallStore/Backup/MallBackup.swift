import FoundationEssentials
import MallDomain

/// A backup of a whole mall on one machine: each node's backup in a folder of its name, and the mall's certificates and
/// keys, sealed to the recovery key.
///
///     mall.json            what it holds
///     NODE/                as NodeBackup made it
///     pki/FILE.sealed      certificates, credentials, the authority
package struct MallBackup: Codable, Hashable, Sendable {
  package static let fileName = "mall.json"
  private static let certificates = "pki"
  private static let sealedSuffix = ".sealed"
  /// Beside the registers of a node that was filled with synthetic people: it isn't filled again.
  private static let seededMark = "seeded"
  private static let population = "population.json"

  package var format = 1
  package var software: String
  package var madeAt: Int64
  package var nodes: [String]
  /// Relative to the mall's folder; each lies sealed in the backup.
  package var sealed: [BackupManifest.File]
  /// Files of the mall's folder that are copied as they are.
  package var plain: [BackupManifest.File]

  package static func isThere(in folder: String) -> Bool {
    DurableFile.size(folder + "/" + fileName) != nil
  }

  package static func read(from folder: String) throws(StoreError) -> MallBackup {
    guard let data = FileManager.default.contents(atPath: folder + "/" + fileName),
      let backup = try? JSONDecoder().decode(MallBackup.self, from: data), backup.format <= 1
    else { throw .backup("\(folder)/\(fileName) can't be read by this program") }
    for path in backup.nodes + (backup.sealed + backup.plain).map(\.path) {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
        throw .backup("\(folder)/\(fileName) names a file outside of the backup")
      }
    }
    return backup
  }

  // MARK: - Making one

  /// A folder in which a backup is being put together.
  package static func begin(in target: String) throws -> String {
    guard DurableFile.size(target) == nil else { throw StoreError.backup("\(target) exists already") }
    let partial = target + ".partial"
    try DurableFile.removeTree(partial)
    try DurableFile.makeFolder(partial)
    return partial
  }

  /// Moves the backup that a node made into the mall's.
  package static func take(_ node: String, from path: String, into partial: String) throws {
    let target = partial + "/" + node
    do {
      try FileManager.default.moveItem(atPath: path, toPath: target)
    } catch {
      throw StoreError.backup("the backup of \(node) at \(path) can't be moved to \(target)")
    }
  }

  /// Adds the mall's own files and gives the backup its name.
  ///
  /// - Parameters:
  ///   - data: the mall's folder.
  ///   - leavingOut: files of the certificates' folder that are no part of a backup, by name.
  package static func finish(
    _ partial: String, as target: String, data: String, nodes: [String], software: String, leavingOut: Set<String>,
    key: RecoveryKey.PublicHalf, at now: MallInstant
  ) throws -> MallBackup {
    var backup = MallBackup(
      software: software, madeAt: now.milliseconds, nodes: nodes.sorted(), sealed: [], plain: [])
    for path in try files(in: data, certificates) where !leavingOut.contains(path) {
      guard let bytes = try DurableFile.contents(data + "/" + path) else { continue }
      let sealedPath = partial + "/" + path + sealedSuffix
      try DurableFile.makeFolder(DurableFile.parent(of: sealedPath))
      try DurableFile.create(try key.seal(bytes, name: path), at: sealedPath)
      let (size, hash) = try DurableFile.measure(sealedPath)
      backup.sealed.append(BackupManifest.File(path: path, size: size, sha256: Hexadecimal.text(hash)))
    }
    for path in [population] + nodes.map({ "\($0)/\(seededMark)" })
    where DurableFile.size(data + "/" + path) != nil {
      let (size, hash) = try DurableFile.copy(data + "/" + path, to: partial + "/" + path)
      backup.plain.append(BackupManifest.File(path: path, size: size, sha256: Hexadecimal.text(hash)))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try DurableFile.create(Array(try encoder.encode(backup)), at: partial + "/" + fileName)
    try DurableFile.publish(partial, as: target)
    return backup
  }

  private static func files(in data: String, _ folder: String) throws -> [String] {
    let path = data + "/" + folder
    guard DurableFile.size(path) != nil else { return [] }
    var isFolder = false
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted().flatMap { name -> [String] in
      let inner = folder + "/" + name
      guard FileManager.default.fileExists(atPath: data + "/" + inner, isDirectory: &isFolder), isFolder else {
        return [inner]
      }
      return try files(in: data, inner)
    }
  }

  // MARK: - Bringing it back

  /// Restores every node and the mall's own files into a folder that must not exist, or be empty.
  package func restore(
    from folder: String, into target: String, key: RecoveryKey, numbersADay: Int64, clock: MallClock = .system
  ) throws -> [NodeRestore.Report] {
    guard try NodeRestore.isFree(target) else { throw NodeRestore.taken(target) }
    let partial = target + ".restoring"
    try DurableFile.removeTree(partial)
    do {
      try DurableFile.makeFolder(partial)
      let reports = try nodes.map { node in
        try NodeRestore(folder + "/" + node, key: key, numbersADay: numbersADay, clock: clock)
          .restore(into: partial + "/" + node)
      }
      for file in sealed {
        let source = folder + "/" + file.path + Self.sealedSuffix
        try NodeRestore.check(file, at: source)
        guard let bytes = try DurableFile.contents(source) else { continue }
        let place = partial + "/" + file.path
        try DurableFile.makeFolder(DurableFile.parent(of: place))
        try DurableFile.create(try key.open(bytes, name: file.path), at: place)
      }
      for file in plain {
        try NodeRestore.check(file, at: folder + "/" + file.path)
        _ = try DurableFile.copy(folder + "/" + file.path, to: partial + "/" + file.path)
      }
      try DurableFile.publish(partial, as: target)
      return reports
    } catch {
      try? DurableFile.removeTree(partial)
      throw error
    }
  }
}
