/// What a verifier finds out about a document, without a network.
package struct DocumentVerdict: Hashable, Sendable {
  package enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// Genuine and in force by the newest list that the verifier has.
    case valid
    /// Genuine, but its last day is past.
    case expired
    /// Genuine, but a newer document has taken its place.
    case replaced
    /// Genuine, but its agency took it back or it was reported lost.
    case revoked
    /// Genuine, but the verifier has no list of its agency: whether it is in force is not known.
    case unconfirmed
    /// It names a key of this mall, and its signature or its record does not fit.
    case tampered
    /// Signed with no document key of this mall that is to be believed.
    case foreign
    /// No document at all.
    case unreadable
  }

  package var outcome: Outcome
  /// What the signature vouches for; nil unless the document is genuine.
  package var mark: DocumentMark?
  /// Since when it is replaced or revoked.
  package var since: LocalDate?
  /// When the agency's list was made by which this was judged.
  package var listedAt: MallInstant?

  package init(
    _ outcome: Outcome, mark: DocumentMark? = nil, since: LocalDate? = nil, listedAt: MallInstant? = nil
  ) {
    self.outcome = outcome
    self.mark = mark
    self.since = since
    self.listedAt = listedAt
  }

  /// What it means for who holds the paper.
  package var message: Message {
    switch outcome {
    case .valid: Message(.documentValid)
    case .expired: Message(.documentExpired, mark?.validThrough?.description ?? "-")
    case .replaced: Message(.documentReplaced, since?.description ?? "-")
    case .revoked: Message(.documentRevoked, since?.description ?? "-")
    case .unconfirmed: Message(.documentUnconfirmed)
    case .tampered: Message(.documentTampered)
    case .foreign: Message(.documentForeign)
    case .unreadable: Message(.documentUnreadable)
    }
  }
}
