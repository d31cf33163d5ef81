import ArgumentParser

/// Which part of a list is shown: all of it, unless a page is asked for.
struct PagingOptions: ParsableArguments {
  @Option(help: "Show one page of so many rows; without it, the whole list is fetched.")
  var pageSize: UInt32?

  @Option(help: "Go on after an earlier page: the next_page_token that it gave.")
  var pageToken: String = ""

  /// Rows a request asks for while the whole list is fetched.
  private static let wholeListPage: UInt32 = 100

  /// Fetches the rows asked for.
  ///
  /// - Parameter page: fetches one page by its size and token.
  func fetch<Row: Sendable>(
    _ page: (_ size: UInt32, _ token: String) async throws -> (rows: [Row], next: String)
  ) async throws -> Page<Row> {
    if let pageSize {
      let (rows, next) = try await page(pageSize, pageToken)
      return Page(rows: rows, nextToken: next)
    }
    return Page(rows: try await Self.wholeList(from: pageToken, page))
  }

  /// Fetches all pages of a list.
  static func wholeList<Row: Sendable>(
    from start: String = "", _ page: (_ size: UInt32, _ token: String) async throws -> (rows: [Row], next: String)
  ) async throws -> [Row] {
    var all: [Row] = []
    var token = start
    repeat {
      let (rows, next) = try await page(wholeListPage, token)
      all += rows
      token = next
    } while !token.isEmpty
    return all
  }
}

/// Rows, and where the next ones begin; an empty token ends the list.
struct Page<Row: Sendable>: Sendable {
  var rows: [Row]
  var nextToken: String = ""
}
