/// Fills in an example application for any service of the catalogue.
package enum ExampleFiller {
  /// An application that the service's form accepts on the day and that its rules allow for the household.
  ///
  /// Filed at the counter where the service has one, its documents shown there; elsewhere they are attached.
  ///
  /// - Parameters:
  ///   - today: the mall's date; the household is made for the same.
  ///   - overrides: values by field id that the agency knows better, such as the number of a bill that it made for the
  ///     household. An empty text leaves the field out.
  package static func content(
    for service: PublicService, household: ExampleHousehold, today: LocalDate, calendar: WorkingCalendar,
    areas: AreaTable, overrides: [String: String] = [:]
  ) -> ApplicationContent {
    let channel: PublicService.Channel =
      [.counter, .outreach].first(where: service.channels.contains) ?? service.channels.first ?? .counter
    var content = ApplicationContent(service: service.code, channel: channel)
    let form = ExampleForm(
      service: service,
      lookup: ExampleLookup(household: household, today: today, calendar: calendar, areas: areas))
    for field in service.form {
      if let override = overrides[field.id] {
        content.values[field.id] = override.isEmpty ? nil : override
      } else if field.type == .file {
        content.files[field.id] = ExampleFile.reference
      } else {
        content.values[field.id] = form.value(of: field)
      }
    }
    let conditions = FieldConditions(form: service.form, values: content.values)
    for field in service.form where !conditions.isShown(field) {
      content.values[field.id] = nil
      content.files[field.id] = nil
    }
    content.attachments = form.attachments(channel: channel)
    return content
  }
}

/// The form of one service, being filled in for a household.
struct ExampleForm: Sendable {
  /// Documents that the catalogue asks for in some cases only, and which the example's answers need.
  private static let neededDocuments: [String: Set<String>] = [
    "disdukcapil.ktp-el-penggantian": ["ktp-lama"],
    "disdukcapil.kk-baru": ["kk-lama"],
    "disdukcapil.kk-perubahan": ["bukti-peristiwa"],
    "disdukcapil.kk-penggantian": ["kk-rusak"],
    "disdukcapil.kia-baru": ["foto-anak"],
    "disdukcapil.kia-penggantian": ["kia-lama", "foto-anak"],
    "disdukcapil.akta-kelahiran": ["surat-keterangan-lahir", "buku-nikah"],
    "disdukcapil.akta-kelahiran-terlambat": ["surat-keterangan-lahir", "buku-nikah"],
    "disdukcapil.akta-kematian": ["surat-keterangan-kematian", "ktp-almarhum"],
    "disdukcapil.akta-pengakuan-anak": ["surat-pengakuan"],
    "disdukcapil.kutipan-kedua": ["kutipan-rusak"],
  ]

  let service: PublicService
  let lookup: ExampleLookup
  private let cast: ExampleCast

  init(service: PublicService, lookup: ExampleLookup) {
    self.service = service
    self.lookup = lookup
    cast = ExampleCast(service: service)
  }

  /// Nil where the field stays empty. A required field always has a value.
  func value(of field: FormField) -> String? {
    let source = ExampleAnswers.byService[service.code.text]?[field.id] ?? usualSource(of: field)
    if source == .nothing, !field.isRequired { return nil }
    let text = source.flatMap(text)
    if let text, let canonical = accepted(text, field) { return canonical }
    if text == nil, field.type == .nik || field.type == .nkk, !field.isRequired { return nil }
    return fallback(field)
  }

  func attachments(channel: PublicService.Channel) -> [String: ApplicationContent.Attachment] {
    var attachments: [String: ApplicationContent.Attachment] = [:]
    for requirement in service.requirements where requirement.kind == .document {
      let isNeeded = ExampleForm.neededDocuments[service.code.text]?.contains(requirement.id) == true
      guard requirement.isRequired || isNeeded else { continue }
      attachments[requirement.id] = channel == .online ? .file(ExampleFile.reference) : .shownAtCounter
    }
    return attachments
  }

  // MARK: - Sources

  private func usualSource(of field: FormField) -> ExampleSource? {
    if field.type == .nik, ExampleAnswers.byField[field.id] == nil {
      return cast.role(field: field.id).map { .person($0, .nik) }
    }
    return ExampleAnswers.byField[field.id]
  }

  private func text(_ source: ExampleSource) -> String? {
    switch source {
    case .text(let text): text
    case .number(let number): lookup.household.numbers[number]
    case .concerned(let attribute): lookup.attribute(attribute, of: cast.concerned)
    case .holder(let attribute): lookup.attribute(attribute, of: holder)
    case .applicant(let attribute): lookup.attribute(attribute, of: cast.applicant)
    case .field(let id, let attribute): cast.role(field: id).flatMap { lookup.attribute(attribute, of: $0) }
    case .person(let role, let attribute): lookup.attribute(attribute, of: role)
    case .day(let day): lookup.day(day).description
    case .year(let offset): String(lookup.today.year + offset)
    case .property(let land): lookup.land(land)
    case .nothing: nil
    }
  }

  private var holder: ExampleRole {
    service.form.contains { $0.id == "nik" } ? cast.role(field: "nik") ?? cast.concerned : cast.concerned
  }

  // MARK: - What the form accepts

  private func accepted(_ text: String, _ field: FormField) -> String? {
    let reader = FieldText(field: field, areas: lookup.areas, today: lookup.today)
    return try? reader.canonical(text)
  }

  /// Something of the field's type, for a field that nobody has thought of: a service that was added later.
  private func fallback(_ field: FormField) -> String? {
    var candidates = [field.example].compactMap { $0 }
    switch field.type {
    case .text: candidates += ["Sesuai berkas", "Ya", "123456", "12345", "1234567890", "1"]
    case .nik:
      candidates += [lookup.attribute(.nik, of: holder), lookup.attribute(.nik, of: .father)].compactMap { $0 }
    case .nkk: candidates += [lookup.attribute(.familyCard, of: .father)].compactMap { $0 }
    case .date:
      candidates += [0, -1, 1, 14, -30, 30, -365, 365].map { lookup.today.adding(days: $0).description }
      candidates += bounds(field)
    case .time: candidates += ["09:00"] + bounds(field)
    case .integer: candidates += ["1", "2", "10"] + bounds(field)
    case .money: candidates += ["1000000"] + bounds(field)
    case .enumeration: candidates += field.options.map(\.value)
    case .phone: candidates += [lookup.attribute(.phone, of: cast.applicant)].compactMap { $0 }
    case .email: candidates += [lookup.attribute(.email, of: cast.applicant)].compactMap { $0 }
    case .village: candidates += [lookup.attribute(.village, of: holder)].compactMap { $0 }
    case .boolean: candidates += ["true"]
    case .file: break
    }
    for candidate in candidates {
      if let canonical = accepted(candidate, field) { return canonical }
    }
    return nil
  }

  private func bounds(_ field: FormField) -> [String] {
    [field.minimum, field.maximum].compactMap { $0 == "today" ? lookup.today.description : $0 }
  }
}
