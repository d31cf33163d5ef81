import Foundation

/// What takes bytes from strangers. Each target gives any bytes to one of our readers and says what was violated, if
/// anything; a crash, a hang or growth is for the fuzzer to see.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// Frames cut out of a stream, however it is torn.
  case frame
  case envelope
  /// Each message of the schema, chosen by the first byte.
  case body
  /// An agency's manifest.
  case manifest
  /// Answers to the published forms.
  case form
  /// What people type and scan: codes, numbers, dates, QR texts.
  case command

  /// What must hold and didn't; nil when all is well.
  package func violation(_ bytes: [UInt8]) -> String? {
    switch self {
    case .frame: FrameTarget.violation(bytes)
    case .envelope: MessageTarget.envelope(bytes)
    case .body: MessageTarget.body(bytes)
    case .manifest: ManifestTarget.violation(bytes)
    case .form: FormTarget.shared.violation(bytes)
    case .command: CommandTarget.violation(bytes)
    }
  }

  /// Bytes of the longest input worth trying.
  package var longestInput: Int {
    switch self {
    case .frame, .envelope, .body: 4_096
    case .manifest: 2_048
    case .form: 1_024
    case .command: 256
    }
  }

  /// Where the shipped catalogue and tables are, found from the folder in which the fuzzer runs.
  static var deploy: URL {
    let named = ProcessInfo.processInfo.environment["MALL_DEPLOY"].map { URL(filePath: $0) }
    return named ?? URL(filePath: FileManager.default.currentDirectoryPath).appending(path: "deploy")
  }
}
