import MallDomain
import MallNode
import MallStore
import MallWire

/// Hands out filled example applications, lawful on the mall's date, of people who do not exist.
///
/// The registers then know these people: only a node that was started for it makes examples.
package struct ExampleDesk: Sendable {
  /// Time for the population register to enter a household.
  private static let patience = Duration.seconds(3)

  let database: Database
  let offices: AgencyOffices
  let inquiries: Inquiries
  let areas: AreaTable
  let calendar: WorkingCalendar
  let clock: AdjustableClock
  /// Whether invented people may be entered in the registers.
  let makesExamples: Bool

  /// What a node says whose registers are kept for real people.
  static let refusal = Refusal(
    .failedPrecondition,
    detail: "examples enter invented people in the registers; this node makes them only when started with --examples")

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.catalogueExample) { (request: Wire.ExampleRequest, call) in
      let named = request.service.isEmpty ? call.target : request.service
      guard let code = try? ServiceCode(named) else { throw Refusal(.invalidArgument, detail: "service") }
      return Wire.ExampleResponse(content: Wire.ApplicationContent(try await example(for: code)))
    }
  }

  package func example(for code: ServiceCode) async throws -> ApplicationContent {
    guard makesExamples else { throw Self.refusal }
    let service = try offices.service(code)
    let now = clock.now
    let context = ExampleContext(
      agency: code.agency, now: now, areas: areas, calendar: calendar, database: database,
      household: { try await household(for: code.agency, at: now) })
    return try await offices.office(of: code.agency).example(for: service, in: context)
  }

  /// A household that the population register has entered under numbers of its own, so that other agencies find its
  /// people there. Where the register is away, one that only looks real.
  private func household(for agency: AgencyID, at now: MallInstant) async throws -> ExampleHousehold {
    var generator = SystemRandomNumberGenerator()
    let provisional = ExampleHousehold.make(date: LocalDate(jakarta: now), areas: areas, using: &generator)
    // The fact is about nobody yet: the question bears the number of a person who does not exist.
    guard let register = ManifestBackOffice.populationRegister, let nobody = provisional[.father]?.nik else {
      return provisional
    }
    let question = ExchangeQuestion(
      fact: Fact.household.rawValue, subject: nobody, purpose: Fact.Purpose.demonstration.rawValue)
    do {
      let answer = try await inquiries.answer(
        to: AgencyQuestion(agency: register, question: question), caseID: nil, by: agency, within: Self.patience)
      return try ExampleHousehold(fields: answer.values)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return provisional
    }
  }
}

extension ExampleContext {
  /// The service's form filled for a fresh household.
  ///
  /// - Parameter overrides: answers by field that an agency's registers ask for.
  package func filledForm(
    for service: PublicService, overrides: [String: String] = [:]
  ) async throws -> ApplicationContent {
    ExampleFiller.content(
      for: service, household: try await household(), today: LocalDate(jakarta: now), calendar: calendar,
      areas: areas, overrides: overrides)
  }
}
