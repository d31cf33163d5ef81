import ArgumentParser
import Foundation

/// A fact that only the applicant knows, such as a NIK or a phone number of the application.
struct FactOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A NIK or phone number that the application holds; - reads it from standard input, so that other users of the machine can't see it.",
      valueName: "fact|-"))
  var fact: String

  func read() throws(CommandFailure) -> String {
    guard fact == "-" else { return fact }
    guard let line = readLine(), !line.isEmpty else {
      throw CommandFailure(
        .invalidArgument, "Masukan standar kosong; --fact - membaca satu baris darinya.",
        "Standard input is empty; --fact - reads one line from it.")
    }
    return line
  }
}

/// Reads files that a command names.
enum InputSource {
  /// - Parameter name: a file, or `-` for standard input.
  static func read(_ name: String) throws(CommandFailure) -> Data {
    do {
      // Through a handle, so that pipes and devices can be named too.
      let handle = try name == "-" ? FileHandle.standardInput : FileHandle(forReadingFrom: URL(filePath: name))
      return try handle.readToEnd() ?? Data()
    } catch {
      let shown = name == "-" ? "standard input" : name
      throw CommandFailure(
        .invalidArgument, "\(shown) tidak dapat dibaca.", "\(shown) can't be read.", exit: .inputOutput)
    }
  }
}
