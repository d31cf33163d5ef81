import MallDomain
import Testing

@Suite struct Base45Tests {
  /// The examples of RFC 9285, sections 4.3 and 4.4.
  @Test(arguments: [
    ("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0"), ("", ""),
  ])
  func examples(plain: String, encoded: String) {
    #expect(Base45.text(Array(plain.utf8)) == encoded)
    #expect(Base45.bytes(encoded) == Array(plain.utf8))
  }

  /// Above 65,535, above 255, a lone character, a character of another alphabet.
  @Test(arguments: ["GGW", ":::", "::", "A", "AB8a", "ab8"])
  func refused(text: String) {
    #expect(Base45.bytes(text) == nil)
  }

  @Test func everyByteComesBack() {
    let bytes = (0...255).map { UInt8($0) } + [0]
    #expect(Base45.bytes(Base45.text(bytes)) == bytes)
  }
}
