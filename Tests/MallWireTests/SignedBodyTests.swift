import MallDomain
import Testing

@testable import MallWire

@Suite("The text that an author signs")
struct SignedBodyTests {
  private func text(caseID: String = "01J9", purpose: String = "marriage") -> String? {
    SignedBody.canonicalText(
      method: "exchange.query", bodyHash: "9f86", author: "marriage", receiver: "disdukcapil",
      mall: "lampung-tengah", caseID: caseID, purpose: purpose, nonce: "00ff",
      expiresAt: MallInstant(milliseconds: 1_767_225_600_000))
  }

  @Test("its bytes are pinned")
  func pinned() {
    #expect(
      text() == """
        mall-signed-body-1
        method: exchange.query
        body-sha256: 9f86
        author: marriage
        receiver: disdukcapil
        mall: lampung-tengah
        case: 01J9
        purpose: marriage
        nonce: 00ff
        expires: 1767225600000

        """)
  }

  @Test("a line feed can't pass one value off as another")
  func lineFeed() {
    #expect(text(caseID: "01J9\npurpose: other", purpose: "x") == nil)
    #expect(text(caseID: "01J9\r\npurpose: other", purpose: "x") == nil)
    #expect(text(caseID: "", purpose: "")?.contains("case: \npurpose: \n") == true)
  }
}
