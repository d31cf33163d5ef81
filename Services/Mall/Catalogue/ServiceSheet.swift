import MallDomain
import MallWire

/// The whole standard of service of one service (the components of UU 25/2009 art. 21 that a citizen needs).
struct ServiceSheet: Report {
  var answer: Wire.GetServiceResponse

  func text(in language: Language) -> String {
    guard let service = answer.service else { return "" }
    var sheet = Sheet(service.name.text(language))
    sheet.add(language("Kode", "Code"), service.code)
    let away = language(" (sedang tidak terhubung; permohonan tetap diterima)", " (away; applications are accepted)")
    sheet.add(language("Instansi", "Agency"), answer.agencyName.text(language) + (answer.available ? "" : away))
    sheet.add(language("Uraian", "Description"), service.description.text(language))
    sheet.add(language("Hasil", "Output"), service.output.text(language))
    if answer.parts.isEmpty {
      sheet.add(language("Waktu", "Time"), TermText.short(service.sla, language))
      let note = service.fee?.note ?? ""
      sheet.add(language("Biaya", "Fee"), FeeText.short(service.fee, language) + (note.isEmpty ? "" : " – \(note)"))
    }
    sheet.add(language("Jalur", "Channels"), service.channels.joined(separator: ", "))
    sheet.add(language("Dasar hukum", "Legal basis"), service.legalBasis.joined(separator: "; "))
    sheet.add(language("Versi", "Version"), answer.version)
    addParts(to: &sheet, language)
    addRequirements(of: service, to: &sheet, language)
    addSteps(of: service, to: &sheet, language)
    addForm(of: service, to: &sheet, language)
    addComplaints(of: service, to: &sheet, language)
    sheet.section(language("Mengajukan", "Applying"))
    sheet.add(
      block: "mall apply \(service.code) --example > contoh.json && mall apply \(service.code) --input contoh.json")
    return sheet.text()
  }

  /// Of a bundle: its services, and how many questions they would ask one by one.
  private func addParts(to sheet: inout Sheet, _ language: Language) {
    guard !answer.parts.isEmpty else { return }
    sheet.section(language("Bagian", "Parts"))
    sheet.add(
      block: Table(
        [
          .init("Id"), .init(language("Layanan", "Service"), wraps: true),
          .init(language("Instansi", "Agency"), wraps: true),
          .init(language("Dipilih dengan", "Chosen by")), .init(language("Setelah", "After")),
        ],
        rows: answer.parts.map {
          [
            $0.id, $0.serviceName.text(language), $0.agencyName.text(language), $0.choice,
            $0.after.joined(separator: ", "),
          ]
        }
      ).text())
  }

  private func addRequirements(of service: Wire.PublicService, to sheet: inout Sheet, _ language: Language) {
    guard !service.requirements.isEmpty else { return }
    sheet.section(language("Persyaratan", "Requirements"))
    sheet.add(
      block: Table(
        [
          .init("Id"), .init(language("Persyaratan", "Requirement"), wraps: true), .init(language("Jenis", "Kind")),
          .init(language("Wajib", "Required")), .init(language("Diambil mal dari", "Fetched by the mall from")),
        ],
        rows: service.requirements.map {
          [
            $0.id, $0.name.text(language), $0.kind, $0.required ? language("ya", "yes") : language("tidak", "no"),
            $0.source,
          ]
        }
      ).text())
  }

  private func addSteps(of service: Wire.PublicService, to sheet: inout Sheet, _ language: Language) {
    guard !service.steps.isEmpty else { return }
    sheet.section(language("Prosedur", "Procedure"))
    for (index, step) in service.steps.enumerated() {
      sheet.add("\(index + 1).", Wire.LocalizedText?.some(step).text(language))
    }
  }

  private func addForm(of service: Wire.PublicService, to sheet: inout Sheet, _ language: Language) {
    guard !service.form.isEmpty else { return }
    sheet.section(language("Formulir", "Form"))
    sheet.add(
      block: Table(
        [
          .init("Id"), .init(language("Isian", "Field"), wraps: true), .init(language("Jenis", "Type")),
          .init(language("Wajib", "Required")), .init(language("Pilihan atau batas", "Options or limits"), wraps: true),
        ],
        rows: service.form.map {
          [
            $0.id, $0.label.text(language), $0.type, $0.required ? language("ya", "yes") : language("tidak", "no"),
            limits(of: $0, language),
          ]
        }
      ).text())
  }

  private func limits(of field: Wire.FormField, _ language: Language) -> String {
    var parts: [String] = []
    if !field.options.isEmpty { parts.append(field.options.map(\.value).joined(separator: ", ")) }
    if let minimum = field.min { parts.append("≥ \(minimum.value)") }
    if let maximum = field.max { parts.append("≤ \(maximum.value)") }
    if field.maxLength > 0 { parts.append(language("≤ \(field.maxLength) huruf", "≤ \(field.maxLength) characters")) }
    if let condition = field.when {
      let values = condition.values.joined(separator: ", ")
      parts.append(language("bila \(condition.field) = \(values)", "when \(condition.field) = \(values)"))
    }
    return parts.joined(separator: "; ")
  }

  private func addComplaints(of service: Wire.PublicService, to sheet: inout Sheet, _ language: Language) {
    guard let complaints = service.complaints else { return }
    sheet.section(language("Pengaduan", "Complaints"))
    sheet.add(language("Unit", "Unit"), complaints.unit)
    sheet.add(language("Telepon", "Phone"), complaints.phone)
    sheet.add(language("Surel", "E-mail"), complaints.email)
    sheet.add(language("Cara", "Procedure"), complaints.procedure.text(language))
  }
}
