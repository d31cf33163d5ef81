import Yams

/// A bundle as YAML: the format of `deploy/bundles`, described in its README.
package enum BundleFile {
  private static let partKeys: Set<String> = [
    "id", "service", "optional", "after", "questions", "values", "issued", "requirements", "brought",
  ]

  /// Reads one file; its name is the code's last word with `.yaml`.
  ///
  /// - Throws: all errors at once, each with line and field.
  package static func parse(_ yaml: String, file: String) throws(CatalogueErrors) -> ServiceBundle {
    let report = ReadingReport(file: file)
    let bundle = CatalogueFile.compose(yaml, report).flatMap { read($0, report, file: file) }
    if let bundle { check(bundle, report) }
    guard let bundle, report.errors.isEmpty else { throw report.result }
    return bundle
  }

  private static func read(_ root: Node, _ report: ReadingReport, file: String) -> ServiceBundle? {
    let keys: Set<String> = ["code", "name", "name_en", "description", "description_en", "parts"]
    guard let mapping = MappingReader(root, field: "", keys: keys, report: report) else { return nil }
    let code: ServiceCode? = mapping.identifier("code")
    if let code, code.text != "\(ServiceBundle.division).\(file.dropLast(".yaml".count))" {
      report.add("code", "must be \(ServiceBundle.division). and the file's name without .yaml")
    }
    let parts = mapping.mappings("parts", named: "id", keys: partKeys, isRequired: true).compactMap(part)
    let name = mapping.localized("name")
    let description = mapping.localized("description")
    return code.map { ServiceBundle(code: $0, name: name, description: description, parts: parts) }
  }

  private static func part(_ mapping: MappingReader) -> ServiceBundle.Part? {
    let service: ServiceCode? = mapping.identifier("service")
    var answers: [String: ServiceBundle.Answer] = [:]
    for (field, question) in mapping.pairs("questions") { answers[field] = .question(question) }
    for (field, value) in mapping.pairs("values") { answers[field] = .fixed(value) }
    for (field, source) in mapping.pairs("issued") {
      let words = source.split(separator: ".", maxSplits: 1)
      guard words.count == 2 else {
        mapping.report.add(mapping.place("issued"), "\(field): a part, a dot and a field of its document are expected")
        continue
      }
      answers[field] = .issued(part: String(words[0]), field: String(words[1]))
    }
    let id = mapping.text("id")
    let isOptional = mapping.boolean("optional")
    let after = mapping.texts("after")
    let brought = mapping.texts("brought")
    let requirements = Dictionary(mapping.pairs("requirements")) { first, _ in first }
    return service.map {
      ServiceBundle.Part(
        id: id, service: $0, isOptional: isOptional, after: after, answers: answers, requirements: requirements,
        brought: brought)
    }
  }

  /// What a bundle says of itself must fit: parts wait for parts before them only, so none waits for ever.
  private static func check(_ bundle: ServiceBundle, _ report: ReadingReport) {
    var before: Set<String> = []
    for part in bundle.parts {
      let place = "parts[\(part.id)]"
      if before.contains(part.id) { report.add(place, "two parts have this id") }
      for other in part.after where !before.contains(other) {
        report.add("\(place).after", "\(other) is no part before this one")
      }
      for case .issued(let other, _) in part.answers.values where !part.after.contains(other) {
        report.add("\(place).issued", "\(other) is not among those that this part waits for")
      }
      if !part.isOptional, part.after.contains(where: { bundle.part($0)?.isOptional == true }) {
        report.add("\(place).after", "a part of the matter can't wait for one that is chosen")
      }
      before.insert(part.id)
    }
    if !bundle.parts.contains(where: { !$0.isOptional }) {
      report.add("parts", "at least one part must belong to the matter")
    }
  }
}
