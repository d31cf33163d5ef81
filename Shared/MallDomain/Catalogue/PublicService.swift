/// One service of the catalogue with its whole standard of service (UU 25/2009 art. 21; Permenpan RB 15/2014).
package struct PublicService: Hashable, Sendable {
  package enum Category: String, Sendable, CaseIterable {
    case identity
    case civilRegistration = "civil-registration"
    case health, tax, marriage, licensing, land, social, employment, justice, utility, banking, education
    case immigration, other
  }

  package enum LifeSituation: String, Sendable, CaseIterable {
    case birth, marriage, divorce, death, moving
    case startingABusiness = "starting-a-business"
    case buildingAHouse = "building-a-house"
    case havingAChild = "having-a-child"
    case working, studying, travelling, retiring
  }

  package enum Channel: String, Sendable, CaseIterable {
    case counter, online, outreach
  }

  /// The term of the service: exactly one of the two that the catalogue knows.
  package enum ServiceLevel: Hashable, Sendable {
    case workingDays(Int)
    case workingMinutes(Int)
  }

  package var code: ServiceCode
  package var name: LocalizedText
  package var category: Category
  package var lifeEvents: [LifeSituation]
  package var description: LocalizedText
  package var legalBasis: [String]
  package var requirements: [Requirement]
  package var fee: Fee
  package var serviceLevel: ServiceLevel
  package var output: LocalizedText
  /// Document types that the service issues; several services may issue the same type.
  package var issues: [String]
  package var channels: [Channel]
  package var form: [FormField]
  package var steps: [LocalizedText]
  package var complaints: Complaints
  package var keywords: [String]
  package var subjects: [Subject]
  package var policy: ServicePolicy
  package var rules: [ServiceRule]
  /// What other agencies are told when it issues.
  package var emits: LifeEventDeclaration?

  package init(
    code: ServiceCode, name: LocalizedText, category: Category, lifeEvents: [LifeSituation],
    description: LocalizedText, legalBasis: [String], requirements: [Requirement], fee: Fee,
    serviceLevel: ServiceLevel, output: LocalizedText, issues: [String], channels: [Channel],
    form: [FormField], steps: [LocalizedText], complaints: Complaints, keywords: [String],
    subjects: [Subject], policy: ServicePolicy, rules: [ServiceRule], emits: LifeEventDeclaration? = nil
  ) {
    self.code = code
    self.name = name
    self.category = category
    self.lifeEvents = lifeEvents
    self.description = description
    self.legalBasis = legalBasis
    self.requirements = requirements
    self.fee = fee
    self.serviceLevel = serviceLevel
    self.output = output
    self.issues = issues
    self.channels = channels
    self.form = form
    self.steps = steps
    self.complaints = complaints
    self.keywords = keywords
    self.subjects = subjects
    self.policy = policy
    self.rules = rules
    self.emits = emits
  }
}

/// What an applicant must show.
package struct Requirement: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case document, data, presence
  }

  package var id: String
  package var name: LocalizedText
  package var kind: Kind
  package var isRequired: Bool
  /// The service that mainly issues the document, where another agency of the mall holds it.
  package var source: ServiceCode?
  package var document: String?

  package init(
    id: String, name: LocalizedText, kind: Kind, isRequired: Bool, source: ServiceCode? = nil, document: String? = nil
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.source = source
    self.document = document
  }
}

/// Where a citizen complains about a service and how it is handled (component 6 of the standard of service).
package struct Complaints: Hashable, Sendable {
  package var unit: String
  package var phone: String
  package var email: String
  package var procedure: LocalizedText

  package init(unit: String, phone: String, email: String, procedure: LocalizedText) {
    self.unit = unit
    self.phone = phone
    self.email = email
    self.procedure = procedure
  }
}

/// Which form field holds whose NIK, such as `groom` in `nik-pria`.
package struct Subject: Hashable, Sendable {
  package var role: String
  package var field: String

  package init(role: String, field: String) {
    self.role = role
    self.field = field
  }
}

/// Policy that capabilities read; the defaults ask for nothing special.
package struct ServicePolicy: Hashable, Sendable {
  /// A second officer must confirm the decision.
  package var fourEyes = false
  /// Silence past the term counts as approval.
  package var deemedApproved = false
  /// Only for residents of the district.
  package var domicileBound = false
  /// May be taken in without a network.
  package var offline = false
  package var serviceGroup: String?
  package var retentionDays: Int?
  /// Months for which an issued output is valid; nil: for life.
  package var validityMonths: Int?

  package init() {}
}

/// A rule that the general agency checks before it issues.
package struct ServiceRule: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The person whose NIK stands in `field` has at least `value` completed years, by the date in `otherField`.
    case minimumAge = "minimum-age"
    /// The date in `field` is not before the date in `otherField`.
    case notBefore = "not-before"
    /// The date in `field` lies at least `value` working days ahead.
    case workingDaysAhead = "working-days-ahead"
    /// The number in `field` is at most `value`.
    case atMost = "at-most"
    /// No document of type `value` that this agency issued to the person in `field` is active.
    case noActiveDocument = "no-active-document"
    /// A document of type `value` that this agency issued to the person in `field` is active.
    case activeDocument = "active-document"
  }

  package var id: String
  package var kind: Kind
  package var field: String
  package var otherField: String?
  package var value: String?
  package var message: LocalizedText

  package init(
    id: String, kind: Kind, field: String, otherField: String? = nil, value: String? = nil, message: LocalizedText
  ) {
    self.id = id
    self.kind = kind
    self.field = field
    self.otherField = otherField
    self.value = value
    self.message = message
  }
}
