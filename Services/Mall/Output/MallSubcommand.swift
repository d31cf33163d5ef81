import ArgumentParser

/// A command that reports its failures in the format that it was asked for.
protocol MallSubcommand: AsyncParsableCommand {
  var output: OutputOptions { get }
  func perform() async throws
}

extension MallSubcommand {
  mutating func run() async throws {
    do {
      try await perform()
    } catch let error as ValidationError {
      throw error
    } catch let code as ExitCode {
      throw code
    } catch {
      let failure = CommandFailure(describing: error)
      output.show(failure)
      throw ExitCode(failure.exit.rawValue)
    }
  }
}
