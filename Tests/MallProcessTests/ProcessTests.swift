import MallTestSupport
import Testing

/// Tests of the real executables over real links. One after another: each mall is a handful of processes, and the
/// machine that checks changes has two cores.
@Suite("Processes", .serialized, .notesFailures)
struct ProcessTests {}
