import Crypto
import MallDomain
import MallWire

/// Why a document is out of force.
package struct DocumentStatusEntry: Hashable, Sendable {
  package enum State: String, Hashable, Sendable, CaseIterable {
    case replaced, revoked, lost
  }

  package var state: State
  package var since: LocalDate
}

/// An agency's list of its documents that are out of force, as its signature vouches for it.
package struct DocumentList: Sendable {
  /// Bytes of a mark's hash that name the document in the list.
  private static let hashLength = 16

  package let agency: AgencyID
  package let at: MallInstant
  package let entries: [[UInt8]: DocumentStatusEntry]

  /// - Parameter certificates: the mall's document keys, by their id.
  /// - Throws: `invalid_argument` for bytes that are no list, `unauthenticated` for one that its agency did not sign.
  package init(
    _ signed: Wire.SignedDocumentStatusList, certificates: [[UInt8]: DocumentCertificate], mall: String
  ) throws(Refusal) {
    guard let list = try? Wire.DocumentStatusList(decoding: signed.list), let agency = try? AgencyID(list.agency) else {
      throw Refusal(.invalidArgument, detail: "the list of documents")
    }
    guard list.mall == mall, let certificate = certificates[signed.keyID], certificate.agency == agency,
      certificate.isValid(signed.signature, heading: DocumentText.list, over: signed.list)
    else { throw Refusal(.unauthenticated, detail: "a list that its agency signed with a document key") }
    var entries: [[UInt8]: DocumentStatusEntry] = [:]
    for entry in list.entries {
      guard entry.markHash.count == Self.hashLength, let since = LocalDate(entry.since) else {
        throw Refusal(.invalidArgument, detail: "an entry of the list of documents")
      }
      // A state of a later version means at least that the document is out of force.
      let state = DocumentStatusEntry.State(rawValue: entry.state) ?? .revoked
      entries[entry.markHash] = DocumentStatusEntry(state: state, since: since)
    }
    self.agency = agency
    self.entries = entries
    at = MallInstant(milliseconds: list.atMs)
  }

  /// The name of a document in the list.
  package static func hash(ofMark mark: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: mark).prefix(hashLength))
  }
}
