import AgencyKit
import MallDomain
import MallStore
import Synchronization

/// An office whose decisions hold the applicant for thirty days, and that counts the cases that ended without an issue.
struct HoldingOffice: BackOffice {
  final class Ended: Sendable {
    let cases = Mutex<[CaseID]>([])
  }

  let manifest: ManifestBackOffice
  let ended = Ended()

  func reservations(for file: CaseFile) -> [PersonReservation] {
    file.nik("nik").map { nik in
      [PersonReservation(person: nik, caseID: file.caseID, agency: file.agency, until: file.today.adding(days: 30))]
    } ?? []
  }

  func caseEnded(_ file: CaseFile, in transaction: Transaction) throws {
    ended.cases.withLock { $0.append(file.caseID) }
  }

  func questions(about file: CaseFile) -> [AgencyQuestion] { [] }
  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    try manifest.examine(file, in: transaction)
  }
  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge { .nothing }
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    try manifest.issue(file, in: transaction)
  }
  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {}
  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill { throw Refusal(.notFound) }
  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    throw Refusal(.unimplemented)
  }
  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer { throw Refusal(.notFound) }
}

/// A population register that keeps reservations, and can be away.
final class ReservingRegister: BackOffice {
  let held = Mutex<[NIK: PersonReservation]>([:])
  let isAway = Mutex(false)

  func reserve(_ reservation: PersonReservation, in transaction: Transaction) throws -> ExchangeAnswer {
    guard !isAway.withLock({ $0 }) else { throw Refusal(.unavailable) }
    return held.withLock { held in
      let holder = held[reservation.person]
      let isOwn = holder.map { $0.caseID == reservation.caseID } ?? true
      if reservation.until == nil {
        if isOwn { held[reservation.person] = nil }
      } else if isOwn {
        held[reservation.person] = reservation
      } else {
        return ExchangeAnswer(
          verdict: .no,
          values: ["held-by": holder?.agency.text ?? "", "until": holder?.until?.description ?? ""],
          at: MallInstant(milliseconds: 0))
      }
      return ExchangeAnswer(verdict: .yes, at: MallInstant(milliseconds: 0))
    }
  }

  func questions(about file: CaseFile) -> [AgencyQuestion] { [] }
  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] { [] }
  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge { .nothing }
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument { throw Refusal(.unimplemented) }
  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {}
  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill { throw Refusal(.notFound) }
  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    throw Refusal(.unimplemented)
  }
  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer { throw Refusal(.notFound) }
}
