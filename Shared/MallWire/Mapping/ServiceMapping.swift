import MallDomain

extension Wire.PublicService {
  package init(_ service: PublicService) {
    self.init(
      code: service.code.text, name: Wire.LocalizedText(service.name), category: service.category.rawValue,
      lifeEvents: service.lifeEvents.map(\.rawValue), description: Wire.LocalizedText(service.description),
      legalBasis: service.legalBasis, requirements: service.requirements.map(Wire.Requirement.init),
      fee: Wire.Fee(service.fee), sla: Wire.Sla(service.serviceLevel), output: Wire.LocalizedText(service.output),
      issues: service.issues, channels: service.channels.map(\.rawValue), form: service.form.map(Wire.FormField.init),
      steps: service.steps.map { Wire.LocalizedText($0) }, complaints: Wire.Complaints(service.complaints),
      keywords: service.keywords, subjects: service.subjects.map { Wire.Subject(role: $0.role, field: $0.field) },
      policy: Wire.ServicePolicy(service.policy), rules: service.rules.map(Wire.Rule.init),
      emits: service.emits.map(Wire.LifeEventDeclaration.init))
  }
}

extension PublicService {
  package init(wire: Wire.PublicService) throws(Refusal) {
    self.init(
      code: try WireReading.identifier(wire.code, "service.code"),
      name: try LocalizedText(wire: wire.name, "service.name"),
      category: try WireReading.name(wire.category, "service.category"),
      lifeEvents: try WireReading.names(wire.lifeEvents, "service.life_events"),
      description: try LocalizedText(wire: wire.description, "service.description"), legalBasis: wire.legalBasis,
      requirements: try wire.requirements.map(Requirement.init(wire:)),
      fee: try Fee(wire: try WireReading.required(wire.fee, "service.fee")),
      serviceLevel: try ServiceLevel(wire: try WireReading.required(wire.sla, "service.sla")),
      output: try LocalizedText(wire: wire.output, "service.output"), issues: wire.issues,
      channels: try WireReading.names(wire.channels, "service.channels"),
      form: try wire.form.map(FormField.init(wire:)), steps: wire.steps.map(LocalizedText.init(wire:)),
      complaints: try Complaints(wire: try WireReading.required(wire.complaints, "service.complaints")),
      keywords: wire.keywords, subjects: wire.subjects.map { Subject(role: $0.role, field: $0.field) },
      policy: ServicePolicy(wire: wire.policy ?? Wire.ServicePolicy()),
      rules: try wire.rules.map(ServiceRule.init(wire:)),
      emits: try wire.emits.map { emits throws(Refusal) in try LifeEventDeclaration(wire: emits) })
  }
}

extension Wire.Sla {
  package init(_ level: PublicService.ServiceLevel) {
    switch level {
    case .workingDays(let days): self.init(workingDays: UInt32(clamping: days))
    case .workingMinutes(let minutes): self.init(workingMinutes: UInt32(clamping: minutes))
    }
  }
}

extension PublicService.ServiceLevel {
  package init(wire: Wire.Sla) throws(Refusal) {
    switch (wire.workingDays, wire.workingMinutes) {
    case (1..., 0): self = .workingDays(Int(wire.workingDays))
    case (0, 1...): self = .workingMinutes(Int(wire.workingMinutes))
    default: throw WireReading.refusal("service.sla")
    }
  }
}

extension Wire.Requirement {
  package init(_ requirement: Requirement) {
    self.init(
      id: requirement.id, name: Wire.LocalizedText(requirement.name), kind: requirement.kind.rawValue,
      required: requirement.isRequired, source: requirement.source?.text ?? "", document: requirement.document ?? "")
  }
}

extension Requirement {
  package init(wire: Wire.Requirement) throws(Refusal) {
    self.init(
      id: wire.id, name: try LocalizedText(wire: wire.name, "service.requirements.name"),
      kind: try WireReading.name(wire.kind, "service.requirements.kind"), isRequired: wire.required,
      source: try WireReading.optionalIdentifier(wire.source, "service.requirements.source"),
      document: wire.document.nonEmpty)
  }
}

extension Wire.Complaints {
  package init(_ complaints: Complaints) {
    self.init(
      unit: complaints.unit, phone: complaints.phone, email: complaints.email,
      procedure: Wire.LocalizedText(complaints.procedure))
  }
}

extension Complaints {
  package init(wire: Wire.Complaints) throws(Refusal) {
    self.init(
      unit: wire.unit, phone: wire.phone, email: wire.email,
      procedure: try LocalizedText(wire: wire.procedure, "service.complaints.procedure"))
  }
}
