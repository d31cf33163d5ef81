import FoundationEssentials
import MallDomain

/// Which part of a list is wanted.
package struct PageRequest: Hashable, Sendable {
  package static let defaultSize = 50
  /// Lists are answered in one frame: this many rows always fit.
  package static let maximumSize = 200
  private static let maximumTokenBytes = 1024
  private static var separator: Character { "\u{1F}" }

  package let size: Int
  /// What the page before gave; empty at the start.
  package let token: String

  package static let first = PageRequest(uncheckedSize: defaultSize, token: "")

  private init(uncheckedSize size: Int, token: String) {
    self.size = size
    self.token = token
  }

  /// - Parameters:
  ///   - size: 0 for the default; more than the maximum gives the maximum.
  ///   - token: what the page before gave, or empty.
  /// - Throws: `Refusal` for a token that is too long. One that isn't this list's is refused when the list is read.
  package init(size: Int, token: String = "") throws(Refusal) {
    guard token.utf8.count <= PageRequest.maximumTokenBytes else { throw PageRequest.wrongToken }
    self.init(
      uncheckedSize: size <= 0 ? PageRequest.defaultSize : min(size, PageRequest.maximumSize), token: token)
  }

  private static var wrongToken: Refusal { Refusal(.invalidArgument, detail: "page_token") }

  /// The keys of the last row seen, which must be as many as the list is ordered by; nil at the start.
  func after(keys count: Int) throws(Refusal) -> [String]? {
    if token.isEmpty { return nil }
    guard let data = Data(base64Encoded: token), let text = String(validating: data, as: UTF8.self) else {
      throw PageRequest.wrongToken
    }
    let keys = text.split(separator: PageRequest.separator, omittingEmptySubsequences: false).map(String.init)
    guard keys.count == count else { throw PageRequest.wrongToken }
    return keys
  }

  static func token(for keys: [String]) -> String {
    Data(keys.joined(separator: String(separator)).utf8).base64EncodedString()
  }

  /// The number after which a list goes on; 0 at the start.
  func afterNumber() throws(Refusal) -> Int64 {
    guard let key = try after(keys: 1)?.first else { return 0 }
    guard let number = Int64(key) else { throw PageRequest.wrongToken }
    return number
  }
}

/// A part of a list, and where the next begins.
package struct Page<Item> {
  package var items: [Item]
  /// Empty when there is no more.
  package var nextToken: String

  /// - Parameter found: one row more than wanted, where there is one.
  init(found: [Item], size: Int, keys: (Item) -> [String]) {
    items = Array(found.prefix(size))
    nextToken = ""
    if found.count > size, let last = items.last { nextToken = PageRequest.token(for: keys(last)) }
  }
}

extension Page: Sendable where Item: Sendable {}
