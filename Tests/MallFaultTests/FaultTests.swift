import MallTestSupport
import Testing

/// Whole malls of real processes under faults, and the checker that judges what is left of them.
@Suite("Faults", .serialized, .notesFailures)
struct FaultTests {}
