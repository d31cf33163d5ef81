import MallDomain

extension Wire.LocalizedText {
  package init(_ text: LocalizedText) {
    self.init(id: text.indonesian, en: text.english ?? "")
  }
}

extension LocalizedText {
  package init(wire: Wire.LocalizedText) {
    self.init(indonesian: wire.id, english: wire.en.nonEmpty)
  }

  /// A text that must be there.
  init(wire: Wire.LocalizedText?, _ field: String) throws(Refusal) {
    self.init(wire: try WireReading.required(wire, field))
  }
}
