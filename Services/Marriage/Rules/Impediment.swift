/// What forbids a marriage for good or for now between two people (UU 1/1974 art. 8; KHI art. 39-44; rule N5).
///
/// Relations by blood the population register tells as far as it knows the parents; relations by marriage and by
/// nursing the couple states at the examination, and the officer asks both families.
enum Impediment: String, Hashable, Sendable, CaseIterable {
  case none = "tidak-ada"
  /// Ancestors and descendants, siblings and their descendants, siblings of ancestors (KHI art. 39 (1)).
  case blood = "nasab"
  /// Parents, children and former spouses of one's line by marriage (KHI art. 39 (2)).
  case affinity = "semenda"
  /// The same degrees by nursing (KHI art. 39 (3)).
  case nursing = "susuan"
  /// The bride is a sister, aunt or niece of a present wife (KHI art. 41).
  case wifesRelative = "kerabat-istri"

  var article: String {
    switch self {
    case .none: ""
    case .blood: "KHI 39 (1)"
    case .affinity: "KHI 39 (2)"
    case .nursing: "KHI 39 (3)"
    case .wifesRelative: "KHI 41"
    }
  }
}
