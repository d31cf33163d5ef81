import Foundation
import MallDomain

/// One element of a resident's data that changed. Elements bear the names that they have in `Resident`.
struct ResidentChange: Hashable, Sendable, Codable {
  var element: String
  /// Nil: there was none.
  var before: String?
  var after: String?
}

extension Resident {
  /// All elements as texts, by name; those that are unknown are absent.
  func elements() throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: JSONEncoder().encode(self))
  }

  /// - Throws: `data_loss` where the elements are not a resident's.
  init(elements: [String: String]) throws {
    do {
      self = try JSONDecoder().decode(Resident.self, from: JSONEncoder().encode(elements))
    } catch {
      // The decoder's words may repeat the record.
      throw Refusal(.dataLoss)
    }
  }

  /// What makes this one of the other, in the elements' order; empty where nothing differs.
  func changes(to other: Resident) throws -> [ResidentChange] {
    let (before, after) = (try elements(), try other.elements())
    return Set(before.keys).union(after.keys).sorted().filter { before[$0] != after[$0] }.map { element in
      ResidentChange(element: element, before: before[element], after: after[element])
    }
  }

  func applying(_ changes: [ResidentChange]) throws -> Resident {
    var elements = try elements()
    for change in changes { elements[change.element] = change.after }
    return try Resident(elements: elements)
  }
}
