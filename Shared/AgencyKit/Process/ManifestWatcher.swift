import Logging
import MallDomain
import ServiceLifecycle

/// Looks whether a manifest has changed on disk, so that a change takes effect without a restart. A broken file changes
/// nothing: the manifest before it stays, and the log says what is wrong.
struct ManifestWatcher: Service {
  /// Between two looks: soon enough for who edits, next to nothing for the disk.
  private static let pause = Duration.seconds(2)
  /// Mistakes of one file that the log names.
  private static let shownErrors = 20

  let folder: ManifestFolder
  let manifests: Manifests
  let logger: Logger
  /// Told of each agency whose manifest has been replaced.
  let changed: @Sendable (AgencyID) -> Void

  func run() async throws {
    var stamps = stamps()
    while !Task.isCancelled {
      do {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pause) }
      } catch {
        return
      }
      look(&stamps)
    }
  }

  /// The files as they are now.
  func stamps() -> [AgencyID: ManifestFolder.Stamp] {
    Dictionary(
      uniqueKeysWithValues: manifests.agencies.compactMap { agency in
        (try? folder.stamp(of: agency.id)).map { (agency.id, $0) }
      })
  }

  /// Takes over what has changed since the last look.
  func look(_ stamps: inout [AgencyID: ManifestFolder.Stamp]) {
    for agency in manifests.agencies {
      // A file that is away for a moment is being written anew.
      guard let stamp = try? folder.stamp(of: agency.id), stamp != stamps[agency.id] else { continue }
      stamps[agency.id] = stamp
      reload(agency)
    }
  }

  private func reload(_ old: Agency) {
    do {
      let new = try folder.agency(old.id)
      guard new != old else { return }
      manifests.replace(new)
      logger.notice("A manifest has changed", metadata: ["agency": "\(new.id)"])
      changed(new.id)
    } catch let errors as CatalogueErrors {
      for error in errors.errors.prefix(Self.shownErrors) {
        logger.error("A manifest is broken; the one before stays", metadata: ["reason": "\(error)"])
      }
    } catch {
      logger.error(
        "A manifest can't be read; the one before stays", metadata: ["agency": "\(old.id)", "reason": "\(error)"])
    }
  }
}
