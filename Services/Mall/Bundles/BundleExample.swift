import MallWire

/// Fills a bundle's form from the examples of its parts: what several ask, the first one answers.
struct BundleExample {
  private(set) var content: Wire.ApplicationContent
  private var answered: Set<String> = []
  private var attached: Set<String> = []
  private var consented: Set<String> = []

  init(bundle code: String) {
    content = Wire.ApplicationContent(service: code)
  }

  mutating func add(_ example: Wire.ApplicationContent, of part: Wire.BundlePart) {
    if content.channel.isEmpty { content.channel = example.channel }
    if part.optional { content.values.append(Wire.FieldValue(field: part.choice, value: "true")) }
    let questions = Self.names(part.questions)
    for var value in example.values {
      guard let question = questions[value.field], answered.insert(question).inserted else { continue }
      value.field = question
      content.values.append(value)
    }
    let requirements = Self.names(part.requirements)
    for var attachment in example.attachments {
      guard let name = requirements[attachment.requirement], attached.insert(name).inserted else { continue }
      attachment.requirement = name
      content.attachments.append(attachment)
    }
    for var consent in example.consents {
      guard let name = requirements[consent.requirement], consented.insert(name).inserted else { continue }
      consent.requirement = name
      content.consents.append(consent)
    }
  }

  private static func names(_ pairs: [Wire.FieldValue]) -> [String: String] {
    Dictionary(pairs.map { ($0.field, $0.value) }) { first, _ in first }
  }
}
