import Foundation
import MallDomain

/// Files that a command writes because it was told to.
enum OutputFile {
  /// Replaces a file as a whole.
  static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure(
        .failedPrecondition, "\(path) tidak dapat ditulis.", "\(path) can't be written.", exit: .cannotCreate)
    }
  }
}
