/// A man may have more than one wife by permission of the religious court, and at most four (UU 1/1974 art. 3-5; KHI
/// art. 55-58; rule N5). A woman has one husband.
enum Polygamy {
  static let mostWives = 4

  enum Verdict: Hashable, Sendable {
    case free
    /// The court has permitted it.
    case permitted
    case permissionMissing
    case tooMany
  }

  /// - Parameter wives: undissolved marriages that the registers know.
  static func verdict(wives: Int, hasPermission: Bool) -> Verdict {
    if wives == 0 { return .free }
    if wives >= mostWives { return .tooMany }
    return hasPermission ? .permitted : .permissionMissing
  }
}
