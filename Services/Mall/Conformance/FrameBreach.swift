import MallDomain
import MallLink
import MallWire

/// Bytes that no peer may send after the handshake, and how the other must end the link.
struct FrameBreach: Sendable {
  var section: ProtocolSection
  var expectation: String
  /// Of the goodbye; nil where none is asked for.
  var status: StatusCode?
  var bytes: [UInt8]

  /// - Parameter limit: bytes of the largest envelope that the peer takes.
  static func after(limit: UInt32) -> [FrameBreach] {
    [
      FrameBreach(
        section: .frame, expectation: "A frame of length 0 ends in goodbye(invalid_argument)", status: .invalidArgument,
        bytes: ProbeConnection.frame([])),
      FrameBreach(
        section: .frame, expectation: "A frame announced with 4 GiB ends in goodbye(invalid_argument)",
        status: .invalidArgument, bytes: ProbeConnection.frame([0x08, 0x03], announcing: .max)),
      FrameBreach(
        section: .frame, expectation: "A frame above max_frame ends in goodbye(invalid_argument)",
        status: .invalidArgument, bytes: ProbeConnection.frame([0x08, 0x03], announcing: limit &+ 1)),
      FrameBreach(
        section: .frame, expectation: "A frame that holds no envelope ends in goodbye(invalid_argument)",
        status: .invalidArgument, bytes: ProbeConnection.frame(Array(repeating: 0xFF, count: 64))),
      FrameBreach(
        section: .frame, expectation: "A string that is no UTF-8 ends in goodbye(invalid_argument)",
        status: .invalidArgument,
        // Kind request, id 1, and a method of two bytes that no UTF-8 has.
        bytes: ProbeConnection.frame([0x08, 0x03, 0x10, 0x01, 0x1A, 0x02, 0xC3, 0x28])),
      FrameBreach(
        section: .requests, expectation: "An answer that nobody asked for ends the link", status: .invalidArgument,
        bytes: ProbeConnection.frame(Wire.Envelope(kind: .response, id: 987_654_321).encoded())),
    ]
  }

  static func outcome(of seen: Conversation.Seen, _ status: StatusCode?) -> ConformanceReport.Outcome {
    guard case .ended(let goodbye) = seen else {
      return .broken("End the link; \(seen.text).")
    }
    guard let status else { return .kept }
    guard let goodbye else {
      return .broken("Say goodbye(\(status.name)) before the connection ends, so that the peer learns why.")
    }
    guard goodbye.status?.code == status.rawValue else {
      return .broken("Say goodbye with the status \(status.name); it said \(goodbye.statusName).")
    }
    return .kept
  }
}
