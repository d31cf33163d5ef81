import ArgumentParser
import MallDomain
import MallWire

struct ApproveChange: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Approves a published change; cases filed before keep the version they were filed under.")

  @Argument(help: "The service's code, or the agency whose queries change.")
  var code: String

  @Option(help: "The proposed version, as `mall catalogue changes` shows it; default: the one that waits.")
  var proposed: String?

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let version = try await connection.connected(as: .operator) { client in
      var version = proposed
      if version == nil {
        let waiting = try await PagingOptions.wholeList { size, token in
          let answer = try await client.call(
            .catalogueChanges, Wire.ListChangesRequest(pageSize: size, pageToken: token),
            answering: Wire.ListChangesResponse.self)
          return (answer.changes, answer.nextPageToken)
        }
        version = waiting.first { $0.subject == code }?.versionProposed
      }
      guard let version else {
        throw CommandFailure(
          .notFound, "Tidak ada perubahan \(code) yang menunggu; lihat `mall catalogue changes`.",
          "No change of \(code) is waiting; see `mall catalogue changes`.")
      }
      return try await client.call(
        .catalogueApprove, Wire.ApproveChangeRequest(subject: code, versionProposed: version),
        answering: Wire.ApproveChangeResponse.self
      ).version
    }
    output.show(Approval(subject: code, version: version))
  }
}

private struct Approval: Report {
  var subject: String
  var version: String

  var json: JSONValue { .object(["subject": .string(subject), "version": .string(version)]) }

  func text(in language: Language) -> String {
    language(
      "\(subject) kini berlaku dengan versi \(version).", "\(subject) is now in force with version \(version).")
  }
}
