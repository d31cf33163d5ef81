import MallDomain

/// How each requirement of a service stands: fetched from its issuer, attached, to be shown, or missing.
package struct RequirementFindings {
  private let file: CaseFile

  package init(file: CaseFile) {
    self.file = file
  }

  package var findings: [Finding] {
    file.service.requirements.map { requirement in
      let (severity, text) =
        requirement.kind == .document ? document(requirement) : (.warning, confirmation(of: requirement))
      return Finding(rule: "requirement", severity: severity, text: text, field: requirement.id)
    }
  }

  private func document(_ requirement: Requirement) -> (Finding.Severity, LocalizedText) {
    let name = requirement.name
    if let answer = file.paper(for: requirement) {
      return (.passed, found(name, answer))
    }
    switch file.content.attachments[requirement.id] {
    case .file:
      return (.passed, named(name, indonesian: "berkas dilampirkan", english: "a file is attached"))
    case .shownAtCounter:
      return (
        .passed,
        named(name, indonesian: "aslinya diperlihatkan di loket", english: "the original is shown at the counter")
      )
    case nil where !requirement.isRequired:
      return (.passed, named(name, indonesian: "tidak wajib, tidak dilampirkan", english: "optional, not handed in"))
    case nil:
      return (
        .blocks,
        named(
          name, indonesian: "belum ada; mintalah kepada pemohon", english: "is missing; ask the applicant for it")
      )
    }
  }

  /// What the officer sees: who issued it and when, not the whole record (rule M8).
  private func found(_ name: LocalizedText, _ answer: ExchangeAnswer) -> LocalizedText {
    let issuer = answer.values["agency"] ?? "-"
    let date = answer.values["issued-on"] ?? "-"
    return named(
      name, indonesian: "tersedia dari \(issuer), terbit \(date)", english: "available from \(issuer), issued \(date)")
  }

  private func confirmation(of requirement: Requirement) -> LocalizedText {
    switch requirement.kind {
    case .presence:
      named(
        requirement.name, indonesian: "pastikan yang bersangkutan hadir", english: "confirm that the person is present")
    case .data, .document:
      named(requirement.name, indonesian: "periksa datanya", english: "check the data")
    }
  }

  private func named(_ name: LocalizedText, indonesian: String, english: String) -> LocalizedText {
    LocalizedText(
      indonesian: "\(name.text(.indonesian)): \(indonesian).", english: "\(name.text(.english)): \(english).")
  }
}
