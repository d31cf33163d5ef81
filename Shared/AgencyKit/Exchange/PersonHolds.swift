import Logging
import MallDomain
import MallNode
import MallStore
import ServiceLifecycle

/// Holds the persons whom a decision concerns, at the population register, before the decision is made; and gives back
/// those of decisions that came to nothing (`PersonReservation`).
///
/// What is about to be asked for is written down first: whoever is held by a decision that was refused, or that a crash
/// cut off, is found again and given back.
package struct PersonHolds: Service {
  /// A decision takes seconds: one that is still not made after this was cut off.
  package static let longestDecision = Duration.seconds(600)

  private let database: Database
  private let table: PersonHoldTable
  private let inquiries: Inquiries
  private let clock: AdjustableClock
  private let logger: Logger

  init(_ parts: AgencyParts, inquiries: Inquiries) {
    database = parts.database
    table = PersonHoldTable(sealer: parts.sealer)
    self.inquiries = inquiries
    clock = parts.clock
    logger = parts.logger
  }

  // MARK: - Deciding

  /// Makes a decision for which persons are held; without any, just makes it.
  ///
  /// - Parameter decide: is told what to do in the decision's own commit.
  /// - Throws: `failed_precondition` when another case holds one of them, `unavailable` when the register is away.
  func holding<Outcome: Sendable>(
    _ reservations: [PersonReservation], for file: CaseFile,
    decide: (_ note: @escaping @Sendable (Transaction) throws -> Void) async throws -> Outcome
  ) async throws -> Outcome {
    guard let first = reservations.first else { return try await decide { _ in } }
    // Always in the same order: of two decisions about the same persons, the one that has the first goes on.
    let ordered = reservations.sorted { $0.person.text < $1.person.text }
    let (table, hold, now) = (table, PersonHold(first.caseID, ordered), clock.now)
    let standing = try await database.write { transaction in
      let standing = try table.find(hold.caseID, in: transaction)
      if standing?.isDecided != true { try table.keep(hold, at: now, in: transaction) }
      return standing
    }
    do {
      try await reserve(ordered, for: file, standing: standing)
      return try await decide { try table.decide(hold.caseID, in: $0) }
    } catch {
      // What an earlier decision of the case holds stays held.
      if try await database.write({ try table.drop(hold.caseID, in: $0) }) { await giveBack(hold) }
      throw error
    }
  }

  private func reserve(
    _ reservations: [PersonReservation], for file: CaseFile, standing: PersonHold?
  ) async throws {
    for reservation in reservations {
      let answer = try await ask(reservation)
      switch answer?.verdict {
      case .yes: continue
      case .no, .unknown: throw held(reservation, file, by: answer)
      case nil:
        // The lease of an earlier decision keeps others away as well.
        if let standing, standing.isDecided, standing.covers(reservation.person, on: file.today) { continue }
        throw Refusal(.unavailable, Message(.requestAgencyAway, Self.register?.text ?? ""))
      }
    }
  }

  private func held(_ reservation: PersonReservation, _ file: CaseFile, by answer: ExchangeAnswer?) -> Refusal {
    let field = file.service.subjects.first { file.nik($0.field) == reservation.person }?.field
    let reason = Message(
      .casePersonHeld, answer?.values[PersonReservation.holderValue] ?? "-",
      answer?.values[PersonReservation.untilArgument] ?? "-")
    return Refusal(
      .failedPrecondition, Message(.caseFindingsBlock, "1"),
      violations: [FieldViolation(field: field ?? "nik", message: reason)])
  }

  // MARK: - Giving back

  /// Between two looks for what is to be given back.
  private static let pause = Duration.seconds(10)

  /// Gives back what is left over until the node stops.
  package func run() async throws {
    while true {
      do {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pause) }
      } catch {
        return
      }
      do {
        _ = try await giveBackLeftovers()
      } catch {
        logger.warning("Giving persons back failed; it is tried again", metadata: ["reason": "\(error)"])
      }
    }
  }

  /// Gives back what ended cases and broken-off decisions still hold. Answers how many cases there were.
  package func giveBackLeftovers() async throws -> Int {
    let (table, limit) = (table, clock.now.adding(.zero - Self.longestDecision))
    let leftovers = try await database.read { try table.leftovers(askedBefore: limit, in: $0) }
    var count = 0
    for hold in leftovers where await giveBack(hold) { count += 1 }
    return count
  }

  /// False when the register stayed away: the hold is tried again later.
  @discardableResult
  private func giveBack(_ hold: PersonHold) async -> Bool {
    for person in hold.persons {
      let release = PersonReservation(person: person, caseID: hold.caseID, agency: hold.agency, until: nil)
      guard (try? await ask(release)) != nil else {
        logger.notice("Persons could not be given back just now", metadata: ["case": "\(hold.caseID)"])
        return false
      }
    }
    do {
      let table = table
      try await database.write { try table.forget(hold.caseID, in: $0) }
      return true
    } catch {
      return false
    }
  }

  private static var register: AgencyID? { ManifestBackOffice.populationRegister }

  /// Nil when the register does not answer.
  private func ask(_ reservation: PersonReservation) async throws -> ExchangeAnswer? {
    guard let register = Self.register else { return nil }
    let asked = AgencyQuestion(agency: register, question: reservation.question)
    do {
      return try await inquiries.answer(
        to: asked, caseID: reservation.caseID, by: reservation.agency, within: Inquiries.patience)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return nil
    }
  }
}
