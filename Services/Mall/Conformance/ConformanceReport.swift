import MallDomain

/// How a peer kept to the protocol.
///
/// Expectations and advice are in English, as the page whose sections they name: they are for who writes the peer.
struct ConformanceReport: Report, Sendable {
  enum Outcome: Hashable, Sendable {
    case kept
    /// What to mend.
    case broken(String)
    /// Why it could not be looked at.
    case notSeen(String)
  }

  struct Entry: Hashable, Sendable {
    var section: ProtocolSection
    var expectation: String
    var outcome: Outcome
  }

  /// The node's name, once it is known.
  var node: String?
  private(set) var entries: [Entry] = []

  mutating func add(_ section: ProtocolSection, _ expectation: String, _ outcome: Outcome) {
    entries.append(Entry(section: section, expectation: expectation, outcome: outcome))
  }

  /// Notes whether something was as it must be.
  mutating func expect(_ section: ProtocolSection, _ expectation: String, _ isKept: Bool, else mend: String) {
    add(section, expectation, isKept ? .kept : .broken(mend))
  }

  var broken: Int {
    entries.count { if case .broken = $0.outcome { true } else { false } }
  }

  var json: JSONValue {
    .object([
      "node": node.map(JSONValue.string) ?? .null, "conforms": .boolean(broken == 0),
      "checks": .array(
        entries.map { entry in
          let (outcome, note): (String, String?) =
            switch entry.outcome {
            case .kept: ("kept", nil)
            case .broken(let mend): ("broken", mend)
            case .notSeen(let why): ("not_seen", why)
            }
          return .object([
            "section": .string(entry.section.rawValue), "expectation": .string(entry.expectation),
            "outcome": .string(outcome), "mend": note.map(JSONValue.string) ?? .null,
          ])
        }),
    ])
  }

  func text(in language: Language) -> String {
    var lines: [String] = []
    var section: ProtocolSection?
    for entry in entries {
      if entry.section != section { lines.append("\(section == nil ? "" : "\n")\(entry.section.rawValue)") }
      section = entry.section
      switch entry.outcome {
      case .kept: lines.append("  ✓ \(entry.expectation)")
      case .broken(let mend): lines += ["  ✗ \(entry.expectation)", "      → \(mend)"]
      case .notSeen(let why): lines.append("  – \(entry.expectation): \(why)")
      }
    }
    let kept = entries.count { $0.outcome == .kept }
    return
      (lines + [
        "",
        language(
          "\(kept) dipenuhi, \(broken) harus diperbaiki (docs/protocol.md).",
          "\(kept) kept, \(broken) to mend (docs/protocol.md)."),
      ]).joined(separator: "\n")
  }
}

/// Sections of docs/protocol.md.
enum ProtocolSection: String, Hashable, Sendable, CaseIterable {
  case frame = "1. Frame"
  case envelope = "2. Envelope"
  case certificates = "3. Certificates"
  case link = "4. Life of a link"
  case requests = "5. Requests"
  case deliveries = "6. Deliveries"
  case signedBodies = "7. Signed bodies"
  case methods = "8. Methods"
  case agency = "9. How to be an agency"
  case compatibility = "10. Compatibility"
}
