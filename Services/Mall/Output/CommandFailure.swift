import Foundation
import MallDomain
import MallLink
import MallStore

/// Why a command ends without what was asked: what is shown on standard error, and the exit code.
struct CommandFailure: Error, Hashable, Sendable {
  struct Violation: Hashable, Sendable {
    var field: String
    /// The stable name of the sentence, such as `form.required`.
    var key: String
    var text: LocalizedText

    init(field: String, key: String, _ text: LocalizedText) {
      self.field = field
      self.key = key
      self.text = text
    }
  }

  var status: StatusCode
  var text: LocalizedText
  var violations: [Violation] = []
  var exit: ExitStatus

  init(
    _ status: StatusCode, _ indonesian: String, _ english: String, violations: [Violation] = [],
    exit: ExitStatus? = nil
  ) {
    self.status = status
    self.text = LocalizedText(indonesian: indonesian, english: english)
    self.violations = violations
    self.exit = exit ?? ExitStatus(status)
  }

  init(_ refusal: Refusal) {
    self.init(
      refusal.code, refusal.message.text(.indonesian), refusal.message.text(.english),
      violations: refusal.violations.map {
        Violation(field: $0.field, key: $0.message.key.rawValue, $0.message.localized)
      })
  }

  /// Anything that a command may throw, in words.
  init(describing error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let refusal as Refusal: self.init(refusal)
    case let error as CredentialError:
      self.init(.failedPrecondition, "Sertifikat: \(error).", "Certificate: \(error).", exit: .configuration)
    case let error as StoreError:
      self.init(.failedPrecondition, "Penyimpanan: \(error).", "Storage: \(error).")
    case let invalid as InvalidIdentifier:
      self.init(.invalidArgument, "Penulisannya salah: \(invalid).", "Wrongly written: \(invalid).")
    case let error as CocoaError:
      let path = error.filePath ?? error.url?.path ?? "-"
      self.init(
        .failedPrecondition, "Berkas atau folder \(path) tidak dapat dibaca atau ditulis.",
        "The file or folder \(path) can't be read or written.", exit: .inputOutput)
    case is CancellationError:
      self.init(.cancelled, "Dihentikan.", "Stopped.")
    default:
      self.init(.internal, "Kesalahan di dalam program: \(error)", "An error inside the program: \(error)")
    }
  }

  var json: JSONValue {
    .object([
      "error": .object([
        "status": .string(status.name),
        "message": .string(text.text(.english)),
        "message_id": .string(text.indonesian),
        "violations": .array(
          violations.map {
            .object([
              "field": .string($0.field), "key": .string($0.key),
              "message": .string($0.text.text(.english)), "message_id": .string($0.text.indonesian),
            ])
          }),
      ])
    ])
  }

  /// For people: the sentence in their language, then the other; each violation likewise.
  func text(in language: Language) -> String {
    let other: Language = language == .indonesian ? .english : .indonesian
    func both(_ text: LocalizedText) -> [String] {
      let (first, second) = (text.text(language), text.text(other))
      return first == second ? [first] : [first, second]
    }
    let title = language == .indonesian ? "Gagal" : "Failed"
    var lines = ["\(title) (\(status.name)): " + (both(text).first ?? "")]
    lines += both(text).dropFirst().map { "  " + $0 }
    for violation in violations {
      lines.append("  - \(violation.field): " + both(violation.text).joined(separator: " / "))
    }
    return lines.joined(separator: "\n")
  }
}
