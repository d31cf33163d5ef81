/// Puts the questions of several forms together.
package struct BundleQuestions {
  private struct Asked {
    var field: FormField
    /// In the parts that ask it.
    var uses: [(part: ServiceBundle.Part, field: FormField)]
  }

  let parts: [(part: ServiceBundle.Part, service: PublicService)]

  init(_ parts: [(part: ServiceBundle.Part, service: PublicService)]) { self.parts = parts }

  /// In the order of the parts, each optional one opened by its choice.
  func merged() throws(Refusal) -> [FormField] {
    var asked: [Asked] = []
    for (part, service) in parts {
      if part.isOptional { asked.append(Asked(field: Self.choice(part, service), uses: [])) }
      for field in service.form {
        guard let name = Self.question(field.id, in: part) else { continue }
        var own = field
        own.id = name
        own.condition = field.condition.flatMap { condition in
          Self.question(condition.field, in: part).map { FormField.Condition(field: $0, values: condition.values) }
        }
        if let index = asked.firstIndex(where: { $0.field.id == name }) {
          try Self.join(own, of: part, to: &asked[index].field)
          asked[index].uses.append((part, own))
        } else {
          asked.append(Asked(field: own, uses: [(part, own)]))
        }
      }
    }
    return asked.map(Self.settled)
  }

  /// The question that answers a field; nil where nobody is asked.
  package static func question(_ field: String, in part: ServiceBundle.Part) -> String? {
    switch part.answers[field] {
    case .question(let question): question
    case .fixed, .issued: nil
    case nil: field
    }
  }

  private static func choice(_ part: ServiceBundle.Part, _ service: PublicService) -> FormField {
    FormField(
      id: part.choice,
      label: LocalizedText(
        indonesian: "Sekalian: \(service.name.indonesian)?", english: "As well: \(service.name.text(.english))?"),
      type: .boolean, isRequired: false)
  }

  /// What both forms take.
  private static func join(_ other: FormField, of part: ServiceBundle.Part, to field: inout FormField) throws(Refusal) {
    guard other.type == field.type else {
      throw Refusal(
        .failedPrecondition,
        detail: "\(field.id) is \(field.type.rawValue) and, in \(part.service), \(other.type.rawValue)")
    }
    if field.type == .enumeration {
      let values = Set(other.options.map(\.value))
      field.options.removeAll { !values.contains($0.value) }
      guard !field.options.isEmpty else {
        throw Refusal(.failedPrecondition, detail: "no option of \(field.id) is one of \(part.service) too")
      }
    }
    field.isOpening = field.isOpening || other.isOpening
    // Who doesn't choose a part is not bound by its limits; who does is told by its own form.
    guard !part.isOptional else { return }
    field.maxLength = [field.maxLength, other.maxLength].compactMap { $0 }.min()
    field.pattern = field.pattern ?? other.pattern
    field.minimum = field.minimum ?? other.minimum
    field.maximum = field.maximum ?? other.maximum
  }

  /// Asked of everybody where a part of the matter always asks it; of who chose the one part that asks it; else where
  /// some part may need it, which the part's own form tells.
  private static func settled(_ asked: Asked) -> FormField {
    var field = asked.field
    guard let only = asked.uses.first else { return field }
    if let always = asked.uses.first(where: { !$0.part.isOptional && $0.field.condition == nil }) {
      field.condition = nil
      field.isRequired = asked.uses.contains { !$0.part.isOptional && $0.field.condition == nil && $0.field.isRequired }
      field.label = always.field.label
    } else if asked.uses.count > 1 {
      field.condition = nil
      field.isRequired = false
    } else if only.part.isOptional, field.condition == nil {
      field.condition = FormField.Condition(field: only.part.choice, values: ["true"])
    }
    return field
  }
}

/// Puts the requirements of several services together, without those that one part's document meets in another.
struct BundleRequirements {
  let parts: [(part: ServiceBundle.Part, service: PublicService)]

  init(_ parts: [(part: ServiceBundle.Part, service: PublicService)]) { self.parts = parts }

  func merged() -> [Requirement] {
    var merged: [Requirement] = []
    let others = parts.map(\.part)
    for (part, service) in parts {
      for requirement in part.asking(service).requirements
      where !BundleForm.isHandedOn(requirement, among: others.filter { !$0.isOptional }, to: part) {
        var own = requirement
        own.id = part.requirements[requirement.id] ?? requirement.id
        // Whoever doesn't choose the part needn't bring it; the part's own service asks who does.
        own.isRequired = requirement.isRequired && !part.isOptional
        if let index = merged.firstIndex(where: { $0.id == own.id }) {
          merged[index].isRequired = merged[index].isRequired || own.isRequired
          merged[index].source = merged[index].source ?? own.source
          merged[index].document = merged[index].document ?? own.document
        } else {
          merged.append(own)
        }
      }
    }
    return merged
  }
}
