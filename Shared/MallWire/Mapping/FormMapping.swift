import MallDomain

extension Wire.FormField {
  package init(_ field: FormField) {
    self.init(
      id: field.id, label: Wire.LocalizedText(field.label), type: field.type.rawValue, required: field.isRequired,
      options: field.options.map { Wire.Option(value: $0.value, label: Wire.LocalizedText($0.label)) },
      maxLength: UInt32(clamping: field.maxLength ?? 0), pattern: field.pattern ?? "",
      min: field.minimum.map { Wire.Bound(value: $0) }, max: field.maximum.map { Wire.Bound(value: $0) },
      group: field.group ?? "", hint: field.hint.map(Wire.LocalizedText.init), example: field.example ?? "",
      when: field.condition.map { Wire.Condition(field: $0.field, values: $0.values) }, opens: field.isOpening)
  }
}

extension FormField {
  package init(wire: Wire.FormField) throws(Refusal) {
    guard !wire.id.isEmpty else { throw WireReading.refusal("service.form.id") }
    self.init(
      id: wire.id, label: try LocalizedText(wire: wire.label, "service.form.label"),
      type: try WireReading.name(wire.type, "service.form.type"), isRequired: wire.required)
    options = try wire.options.map { (option) throws(Refusal) in
      Option(value: option.value, label: try LocalizedText(wire: option.label, "service.form.options.label"))
    }
    maxLength = wire.maxLength == 0 ? nil : Int(wire.maxLength)
    pattern = wire.pattern.nonEmpty
    minimum = wire.min?.value
    maximum = wire.max?.value
    group = wire.group.nonEmpty
    hint = wire.hint.map(LocalizedText.init(wire:))
    example = wire.example.nonEmpty
    condition = wire.when.map { Condition(field: $0.field, values: $0.values) }
    isOpening = wire.opens
  }
}
