import Testing

@testable import MallDomain

@Suite struct MessageTests {
  @Test func `Every sentence is there in both languages, with the same blanks`() {
    for key in MessageKey.allCases {
      let indonesian = Messages.template(key, .indonesian)
      let english = Messages.template(key, .english)
      #expect(!indonesian.isEmpty && !english.isEmpty, "\(key)")
      #expect(blanks(indonesian) == blanks(english), "\(key)")
      #expect(blanks(english) == Array(0..<blanks(english).count), "\(key)")
    }
  }

  private func blanks(_ template: String) -> [Int] {
    template.matches(of: /\{(\d+)\}/).compactMap { Int($0.1) }.sorted()
  }

  @Test func `Keys are a group, a dot and words`() {
    for key in MessageKey.allCases {
      #expect(key.rawValue.wholeMatch(of: /[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(key)")
    }
  }

  @Test func `Blanks are filled, also with what looks like a blank`() {
    #expect(Messages.fill("{0} and {1}", with: ["{1}", "b"]) == "{1} and b")
    #expect(Messages.fill("{0} {7} {x} {", with: ["a"]) == "a {7} {x} {")
    #expect(Message(.formTooLong, "5").text(.english) == "At most 5 characters.")
  }

  @Test func `Arguments that name sentences are shown in the language`() {
    let message = Message(.caseFinished, MessageKey.caseStateRejected.rawValue)
    #expect(message.text(.indonesian).contains("Ditolak"))
    #expect(message.text(.english).contains("Rejected"))
  }

  @Test func `Every status has its name and its general sentence`() {
    #expect(StatusCode.allCases.map(\.rawValue) == Array(0...16))
    #expect(StatusCode.invalidArgument.name == "invalid_argument")
    #expect(StatusCode.allCases.allSatisfy { $0.name.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil })
    let refusal = Refusal(.notFound, detail: "service x")
    #expect(refusal.description == "not_found: Not found: service x. Check how it is written.")
  }

  @Test func `English is shown where somebody wrote it`() {
    #expect(LocalizedText(indonesian: "a", english: "b").text(.english) == "b")
    #expect(LocalizedText(indonesian: "a").text(.english) == "a")
    #expect(LocalizedText(indonesian: "a", english: "b").text(.indonesian) == "a")
  }
}
