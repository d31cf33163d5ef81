/// A bundle's one form, put together from the forms of its services: what several ask is asked once, and what one part
/// issues no other asks for.
package struct BundleForm: Sendable {
  package let bundle: ServiceBundle
  /// The parts that the mall offers now, with their services; optional ones that it doesn't offer are left out.
  package let parts: [(part: ServiceBundle.Part, service: PublicService)]
  package let questions: [FormField]
  package let requirements: [Requirement]

  /// - Parameter service: the service in force under a code; nil where the mall offers none.
  /// - Throws: `failed_precondition` where a part that belongs to the matter isn't offered, or where two forms can't be
  ///   answered by one question.
  package init(_ bundle: ServiceBundle, service: (ServiceCode) -> PublicService?) throws(Refusal) {
    var parts: [(part: ServiceBundle.Part, service: PublicService)] = []
    for part in bundle.parts {
      if let service = service(part.service) {
        parts.append((part, service))
      } else if !part.isOptional {
        throw Refusal(.failedPrecondition, detail: "\(part.service), which \(bundle.code) needs, is not offered here")
      }
    }
    self.bundle = bundle
    self.parts = parts
    questions = try BundleQuestions(parts).merged()
    requirements = BundleRequirements(parts).merged()
  }

  /// The bundle as a service: how its form is shown and its answers are checked.
  package var asService: PublicService {
    let core = parts.filter { !$0.part.isOptional }.map(\.service)
    return PublicService(
      code: bundle.code, name: bundle.name, category: core.first?.category ?? .other,
      lifeEvents: core.first?.lifeEvents ?? [], description: bundle.description, legalBasis: [],
      requirements: requirements, fee: fee,
      serviceLevel: core.first?.serviceLevel ?? .workingDays(1),
      output: LocalizedText(
        indonesian: parts.map(\.service.output.indonesian).joined(separator: "; "),
        english: parts.map { $0.service.output.text(.english) }.joined(separator: "; ")),
      issues: [],
      channels: PublicService.Channel.allCases.filter { channel in
        core.allSatisfy { $0.channels.contains(channel) }
      },
      form: questions, steps: [],
      complaints: core.first?.complaints
        ?? Complaints(unit: "", phone: "", email: "", procedure: LocalizedText(indonesian: "")),
      keywords: [], subjects: [], policy: ServicePolicy(), rules: [])
  }

  /// What the parts of the matter cost together at least; each part has a bill of its own, and says what it is for.
  private var fee: Fee {
    let paid = parts.filter { $0.service.fee.kind != .free }
    guard !paid.isEmpty else { return Fee(kind: .free, amount: .zero, note: "") }
    let amounts = paid.filter { !$0.part.isOptional }.map(\.service.fee.amount?.amount)
    let known = amounts.compactMap { $0 }
    return Fee(
      kind: .tariff, amount: known.count == amounts.count ? Rupiah(known.reduce(0, +)) : nil,
      note: paid.map { "\($0.service.name.indonesian): \($0.service.fee.note)" }.joined(separator: "; "))
  }

  /// The parts that an applicant wants: those of the matter, and what they chose besides.
  ///
  /// - Parameter values: in canonical text.
  package func chosen(_ values: [String: String]) -> [ServiceBundle.Part] {
    parts.map(\.part).filter { !$0.isOptional || values[$0.choice] == "true" }
  }

  package func service(of part: ServiceBundle.Part) -> PublicService? {
    parts.first { $0.part.id == part.id }?.service
  }

  /// All that is wrong with the answers, named as the bundle names it.
  ///
  /// What a part takes from another's document can't be checked before there is one.
  package func validate(_ content: ApplicationContent, areas: AreaTable, today: LocalDate) -> FormValidator.Verdict {
    var verdict = FormValidator.validate(content, against: asService, areas: areas, today: today)
    var seen = Set(verdict.violations.map(\.field))
    for part in chosen(verdict.content.values) {
      guard let service = service(of: part).map(part.asking) else { continue }
      let own = PartContent(self, part, service).content(answers: verdict.content, issued: [:])
      let found = FormValidator.validate(own, against: service, areas: areas, today: today)
      for violation in found.violations {
        guard let name = name(of: violation.field, in: part), seen.insert(name).inserted else { continue }
        verdict.violations.append(FieldViolation(field: name, message: violation.message))
      }
    }
    return verdict
  }

  /// How the bundle names what a part's form calls `field`; nil where the citizen has no say in it.
  package func name(of field: String, in part: ServiceBundle.Part) -> String? {
    switch part.answers[field] {
    case .question(let question): question
    case .fixed: part.choice
    case .issued: nil
    case nil: part.requirements[field] ?? field
    }
  }

  /// The application of a part.
  ///
  /// - Parameter issued: the documents' fields, by part.
  package func content(
    of part: ServiceBundle.Part, answers: ApplicationContent, issued: [String: [String: String]]
  ) -> ApplicationContent? {
    service(of: part).map { PartContent(self, part, $0).content(answers: answers, issued: issued) }
  }

  /// How much an applicant is asked, beside what the single services would ask for the same.
  package struct Effort: Hashable, Sendable {
    /// Questions answered and documents brought, or consented to be fetched.
    package var asked: Int
    package var separately: Int
  }

  /// - Parameter content: answers that `validate` found right.
  package func effort(_ content: ApplicationContent) -> Effort {
    var separately = 0
    for part in chosen(content.values) {
      guard let service = service(of: part) else { continue }
      let own = PartContent(self, part, service).content(answers: content, issued: [:])
      let unknown = part.answers.values.filter { if case .issued = $0 { true } else { false } }.count
      separately += own.values.count + own.files.count + unknown
      separately += Set(own.attachments.keys).union(own.consents.keys).count
    }
    let brought = Set(content.attachments.keys).union(content.consents.keys).count
    return Effort(asked: content.values.count + content.files.count + brought, separately: separately)
  }

  /// Whether a requirement is met by the document of a part for which this one waits.
  package static func isHandedOn(
    _ requirement: Requirement, among parts: [ServiceBundle.Part], to part: ServiceBundle.Part
  ) -> Bool {
    requirement.source.map { source in parts.contains { part.after.contains($0.id) && $0.service == source } } ?? false
  }
}

/// Writes the application of one part.
private struct PartContent {
  let form: BundleForm
  let part: ServiceBundle.Part
  let service: PublicService

  init(_ form: BundleForm, _ part: ServiceBundle.Part, _ service: PublicService) {
    self.form = form
    self.part = part
    self.service = service
  }

  func content(answers: ApplicationContent, issued: [String: [String: String]]) -> ApplicationContent {
    var content = ApplicationContent(service: service.code, channel: answers.channel)
    for field in service.form {
      switch part.answers[field.id] {
      case .fixed(let value): content.values[field.id] = value
      case .issued(let other, let name): content.values[field.id] = issued[other]?[name]
      case .question(let question): take(question, for: field.id, from: answers, into: &content)
      case nil: take(field.id, for: field.id, from: answers, into: &content)
      }
    }
    // A question of several parts may be answered for one that shows it, beside one that hides it.
    let conditions = FieldConditions(form: service.form, values: content.values)
    for field in service.form where !conditions.isShown(field) {
      content.values[field.id] = nil
      content.files[field.id] = nil
    }
    let chosen = form.chosen(answers.values)
    for requirement in service.requirements {
      let name = part.requirements[requirement.id] ?? requirement.id
      content.attachments[requirement.id] = answers.attachments[name]
      if BundleForm.isHandedOn(requirement, among: chosen, to: part) {
        content.consents[requirement.id] = form.bundle.name.indonesian
      } else if requirement.source != nil, !part.brought.contains(requirement.id) {
        content.consents[requirement.id] = answers.consents[name]
      }
    }
    return content
  }

  private func take(
    _ question: String, for field: String, from answers: ApplicationContent, into content: inout ApplicationContent
  ) {
    content.values[field] = answers.values[question]
    content.files[field] = answers.files[question]
  }
}
