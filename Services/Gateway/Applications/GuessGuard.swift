import MallDomain
import MallNode
import Synchronization

/// Slows down who guesses codes or facts: so many failures an hour for each caller, and for the facts of each case
/// whoever asks, and no more.
///
/// An attempt is counted before its look-up and given back when it was right, so that guesses made at once are no
/// cheaper than guesses made one by one.
final class GuessGuard: Sendable {
  static let failuresAnHour = 30
  /// Look-ups that a caller may have under way beyond the failures left: a busy counter tracks many cases at once.
  private static let lookUpsAtOnce = 256
  private static let talliesKept = 10_000
  private static let window = Duration.seconds(3600)

  private enum Subject: Hashable {
    case caller(String)
    case facts(CaseID)

    var lookUpsAtOnce: Int {
      switch self {
      case .caller: GuessGuard.lookUpsAtOnce
      case .facts: 0
      }
    }
  }

  private struct Tally {
    var failed = 0
    var underWay = 0
    var since: MallInstant
  }

  private let tallies = Mutex<[Subject: Tally]>([:])

  /// Looks up what a caller names, unless there were too many failures.
  ///
  /// - Parameters:
  ///   - caseID: the case whose facts are guessed; nil where a code is.
  ///   - wrong: the answer to a wrong guess.
  /// - Throws: `resource_exhausted` after too many failures; `wrong` when the look-up finds nothing.
  func attempt<Found>(
    _ call: Call, factsOf caseID: CaseID? = nil, wrong: Refusal, lookUp: () async throws -> Found?
  ) async throws -> Found {
    let subjects = [.caller(call.callerName)] + (caseID.map { [Subject.facts($0)] } ?? [])
    try reserve(subjects, at: MallClock.system.now())
    let found: Found?
    do {
      found = try await lookUp()
    } catch {
      settle(subjects, failed: false)
      throw error
    }
    settle(subjects, failed: found == nil)
    guard let found else { throw wrong }
    return found
  }

  private func reserve(_ subjects: [Subject], at now: MallInstant) throws(Refusal) {
    let blockedFor = tallies.withLock { tallies -> Duration? in
      if tallies.count >= Self.talliesKept {
        tallies = tallies.filter { $0.value.underWay > 0 || $0.value.since.adding(Self.window) > now }
      }
      for subject in subjects {
        guard var tally = tallies[subject] else { continue }
        let end = tally.since.adding(Self.window)
        if end <= now {
          (tally.failed, tally.since) = (0, now)
          tallies[subject] = tally
        }
        let isBlocked =
          tally.failed >= Self.failuresAnHour
          || tally.failed + tally.underWay >= Self.failuresAnHour + subject.lookUpsAtOnce
        if isBlocked { return end.duration(since: now) }
      }
      for subject in subjects {
        tallies[subject, default: Tally(since: now)].underWay += 1
      }
      return nil
    }
    if let blockedFor {
      throw Refusal(.resourceExhausted, Message(.requestResourceExhausted), retryAfter: blockedFor)
    }
  }

  private func settle(_ subjects: [Subject], failed: Bool) {
    tallies.withLock { tallies in
      for subject in subjects {
        guard var tally = tallies[subject] else { continue }
        tally.underWay -= 1
        if failed { tally.failed += 1 }
        tallies[subject] = tally.failed == 0 && tally.underWay == 0 ? nil : tally
      }
    }
  }
}
