import Glibc

/// The room on the disk that holds a file or folder, in bytes.
package struct DiskRoom: Hashable, Sendable {
  package let total: UInt64
  /// For users other than root.
  package let free: UInt64

  /// Nil where the path can't be looked at.
  package init?(of path: String) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    total = UInt64(status.f_blocks) * UInt64(status.f_frsize)
    free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
  }

  /// The size of a file; 0 where there is none.
  package static func size(of path: String) -> Int { DurableFile.size(path) ?? 0 }
}
