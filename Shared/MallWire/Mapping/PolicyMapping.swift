import MallDomain

extension Wire.ServicePolicy {
  package init(_ policy: ServicePolicy) {
    self.init(
      fourEyes: policy.fourEyes, deemedApproved: policy.deemedApproved, domicileBound: policy.domicileBound,
      offline: policy.offline, serviceGroup: policy.serviceGroup ?? "",
      retentionDays: UInt32(clamping: policy.retentionDays ?? 0),
      validityMonths: UInt32(clamping: policy.validityMonths ?? 0))
  }
}

extension ServicePolicy {
  package init(wire: Wire.ServicePolicy) {
    self.init()
    fourEyes = wire.fourEyes
    deemedApproved = wire.deemedApproved
    domicileBound = wire.domicileBound
    offline = wire.offline
    serviceGroup = wire.serviceGroup.nonEmpty
    retentionDays = wire.retentionDays == 0 ? nil : Int(wire.retentionDays)
    validityMonths = wire.validityMonths == 0 ? nil : Int(wire.validityMonths)
  }
}

extension Wire.Rule {
  package init(_ rule: ServiceRule) {
    self.init(
      id: rule.id, kind: rule.kind.rawValue, field: rule.field, otherField: rule.otherField ?? "",
      value: rule.value ?? "", message: Wire.LocalizedText(rule.message))
  }
}

extension ServiceRule {
  package init(wire: Wire.Rule) throws(Refusal) {
    self.init(
      id: wire.id, kind: try WireReading.name(wire.kind, "service.rules.kind"), field: wire.field,
      otherField: wire.otherField.nonEmpty, value: wire.value.nonEmpty,
      message: try LocalizedText(wire: wire.message, "service.rules.message"))
  }
}
