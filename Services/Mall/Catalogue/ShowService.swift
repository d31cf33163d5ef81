import ArgumentParser
import MallWire

struct ShowService: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: """
      Shows a service's whole standard of service: requirements, fee, time, steps, form, complaints; of a bundle, its parts \
      and its one form.
      """)

  @Argument(help: "The service's code, such as disdukcapil.akta-kelahiran, or a bundle's.")
  var code: String

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .citizen) { client in
      try await client.call(
        .catalogueService, Wire.GetServiceRequest(code: code), answering: Wire.GetServiceResponse.self)
    }
    output.show(ServiceSheet(answer: answer))
  }
}
