import Foundation
import MallWire
import Testing

@Suite struct MethodDocumentationTests {
  private var page: String {
    get throws {
      let project = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
      return try String(contentsOf: project.appending(path: "docs/protocol.md"), encoding: .utf8)
    }
  }

  @Test func protocolPageShowsTheMethodTable() throws {
    let table = MethodTable.documentation
    #expect(try page.contains(table), "docs/protocol.md, section 8, must hold:\n\(table)")
  }
}
