/// The rules of one service: a complete standard of service (rule M2), and parts that fit together.
enum ServiceCheck {
  /// - Parameter issuedByAgency: the document types that the service's agency issues by any of its services.
  static func issues(_ service: PublicService, issuedByAgency: Set<String>) -> [CatalogueIssue] {
    var issues = IssueList()
    checkTexts(service, &issues)
    checkRequirements(service.requirements, &issues)
    checkProcedure(service, &issues)
    issues.add(FeeCheck.issues(service.fee, form: service.form).map { $0.under("fee") })
    issues.add(FormCheck.issues(service.form))
    checkSubjects(service, &issues)
    checkPolicy(service, &issues)
    checkEvent(service, &issues)
    issues.add(RuleCheck.issues(service.rules, form: service.form, issued: issuedByAgency))
    return issues.all
  }

  private static func checkTexts(_ service: PublicService, _ issues: inout IssueList) {
    issues.require(name: service.name, "name")
    issues.require(name: service.description, "description", upTo: CatalogueLimits.textCharacters)
    issues.require(name: service.output, "output")
    issues.count(service.legalBasis.count, 1...CatalogueLimits.entriesPerList, "legal_basis")
    for (index, basis) in service.legalBasis.enumerated() {
      issues.require(basis, "legal_basis[\(index + 1)]", upTo: CatalogueLimits.nameCharacters)
    }
    issues.count(service.keywords.count, 0...CatalogueLimits.keywordsPerService, "keywords")
    issues.unique(service.keywords, "keywords")
    for (index, keyword) in service.keywords.enumerated() {
      issues.require(keyword, "keywords[\(index + 1)]", upTo: CatalogueLimits.nameCharacters)
    }
    issues.unique(service.lifeEvents.map(\.rawValue), "life_events")
    issues.count(service.channels.count, 1...PublicService.Channel.allCases.count, "channels")
    issues.unique(service.channels.map(\.rawValue), "channels")
    issues.slugs(service.issues, "issues", upTo: CatalogueLimits.entriesPerList)
  }

  private static func checkRequirements(_ requirements: [Requirement], _ issues: inout IssueList) {
    issues.count(requirements.count, 1...CatalogueLimits.requirementsPerService, "requirements")
    issues.unique(requirements.map(\.id), "requirements")
    for requirement in requirements {
      let place = "requirements[\(requirement.id)]"
      issues.slug(requirement.id, "\(place).id")
      issues.require(name: requirement.name, "\(place).name")
      if (requirement.source == nil) != (requirement.document == nil) {
        issues.add("\(place).source", "source and document go together")
      } else if requirement.source != nil, requirement.kind != .document {
        issues.add("\(place).source", "only a document has a source")
      }
      if let document = requirement.document { issues.slug(document, "\(place).document") }
    }
  }

  /// Components 2, 3 and 6 of the standard of service; the others are a service's name, fee and output.
  private static func checkProcedure(_ service: PublicService, _ issues: inout IssueList) {
    issues.count(service.steps.count, 1...CatalogueLimits.stepsPerService, "steps")
    for (index, step) in service.steps.enumerated() { issues.require(step, "steps[\(index + 1)]") }
    switch service.serviceLevel {
    case .workingDays(let days): issues.range(days, 1...CatalogueLimits.workingDays, "sla.working_days")
    case .workingMinutes(let minutes):
      issues.range(minutes, 1...CatalogueLimits.workingMinutes, "sla.working_minutes")
    }
    let complaints = service.complaints
    issues.require(complaints.unit, "complaints.unit", upTo: CatalogueLimits.nameCharacters)
    issues.require(complaints.procedure, "complaints.procedure")
    let isPhone = 3...20 ~= complaints.phone.count && complaints.phone.allSatisfy { "0123456789+-() ".contains($0) }
    if !isPhone { issues.add("complaints.phone", "3 to 20 digits are expected, with spaces, +, - or parentheses") }
    if EmailAddress.canonical(complaints.email) == nil {
      issues.add("complaints.email", "an e-mail address is expected")
    }
  }

  private static func checkSubjects(_ service: PublicService, _ issues: inout IssueList) {
    issues.unique(service.subjects.map(\.role), "subject")
    issues.unique(service.subjects.map(\.field), "subject")
    for subject in service.subjects {
      let place = "subject.\(subject.role)"
      issues.slug(subject.role, place)
      if service.field(subject.field)?.type != .nik {
        issues.add(place, "\"\(subject.field)\" is no field of type nik in the form")
      }
    }
  }

  private static func checkEvent(_ service: PublicService, _ issues: inout IssueList) {
    guard let emits = service.emits else { return }
    for (name, field) in emits.values.sorted(by: { $0.key < $1.key }) {
      let place = "emits.values.\(name)"
      issues.slug(name, place)
      if service.field(field) == nil { issues.add(place, "\"\(field)\" is no field of the form") }
    }
  }

  private static func checkPolicy(_ service: PublicService, _ issues: inout IssueList) {
    let policy = service.policy
    if let group = policy.serviceGroup { issues.slug(group, "service_group") }
    issues.range(policy.retentionDays, 1...CatalogueLimits.retentionDays, "retention_days")
    issues.range(policy.validityMonths, 1...CatalogueLimits.validityMonths, "validity_months")
    if policy.offline, !service.channels.contains(.outreach) {
      issues.add("offline", "only a service with the channel outreach is taken in without a network")
    }
  }
}

extension PublicService {
  /// The form's field with an id.
  package func field(_ id: String) -> FormField? {
    form.first { $0.id == id }
  }
}
