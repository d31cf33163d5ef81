import MallDomain
import MallStore
import MallWire
import Synchronization

/// The newest delivery from each peer, in memory, since handshakes ask for it on event loops.
package final class InboxMarks: Sendable {
  private let marks: Mutex<[NodeID: Wire.ReceivedMark]>

  /// As the database knows them at the start.
  static func load(from database: Database) async throws -> InboxMarks {
    let marks = try await database.read { transaction in
      try Inbox.marks(in: transaction).mapValues {
        Wire.ReceivedMark(epoch: $0.epoch, sequence: UInt64(clamping: $0.sequence))
      }
    }
    return InboxMarks(marks)
  }

  private init(_ marks: [NodeID: Wire.ReceivedMark]) {
    self.marks = Mutex(marks)
  }

  subscript(peer: NodeID) -> Wire.ReceivedMark? { marks.withLock { $0[peer] } }

  /// A delivery is committed.
  func received(_ name: DeliveryName) {
    marks.withLock { marks in
      let known = marks[name.sender]
      let sequence = UInt64(clamping: name.sequence)
      guard known == nil || known?.epoch != name.epoch || sequence > known?.sequence ?? 0 else { return }
      marks[name.sender] = Wire.ReceivedMark(epoch: name.epoch, sequence: sequence)
    }
  }
}
