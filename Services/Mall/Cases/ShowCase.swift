import ArgumentParser
import MallDomain
import MallWire

struct ShowCase: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a case: content, evidence, findings, timeline, fee, output.")

  @OptionGroup var subject: CaseOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await CaseDesk(client: client, options: subject).show()
    }
    output.show(CaseSheet(answer: answer))
  }
}

private struct CaseSheet: Report {
  var answer: Wire.ShowCaseResponse

  var json: JSONValue {
    .object([
      "case": answer.summary?.json ?? .null,
      "content": answer.content?.json ?? .null,
      "evidence": .array(answer.evidence.map(\.json)),
      "findings": .array(answer.findings.map(\.json)),
      "timeline": Timeline.json(answer.timeline),
      "fee_rupiah": .integer(answer.feeRupiah),
      "bill": answer.bill?.json ?? .null,
      "output": answer.output?.json ?? .null,
    ])
  }

  func text(in language: Language) -> String {
    let summary = answer.summary ?? Wire.CaseSummary()
    var sheet = Sheet(summary.serviceName.text(language))
    summary.describe(in: &sheet, language)
    sheet.add(language("Biaya", "Fee"), Rupiah(answer.feeRupiah).text)
    if let content = answer.content {
      sheet.section(language("Isi permohonan", "Content"))
      content.describe(in: &sheet, language)
    }
    if !answer.evidence.isEmpty {
      sheet.section(language("Bukti dari instansi lain", "Evidence from other agencies"))
      for evidence in answer.evidence {
        let values = evidence.answer?.values.map { "\($0.field): \($0.value)" }.joined(separator: ", ") ?? ""
        sheet.add(evidence.requirement, "\(evidence.agency): \(evidence.answer?.verdict ?? "-") \(values)")
      }
    }
    if !answer.findings.isEmpty {
      sheet.section(language("Pemeriksaan", "Findings"))
      sheet.add(
        block: Table(
          [
            .init(language("Aturan", "Rule")), .init(language("Hasil", "Result")),
            .init(language("Isi", "Text"), wraps: true), .init(language("Isian", "Field")),
          ],
          rows: answer.findings.map { [$0.rule, $0.severity, $0.text.text(language), $0.field] }
        ).text())
    }
    if let bill = answer.bill {
      sheet.section(language("Tagihan", "Bill"))
      bill.describe(in: &sheet, language)
    }
    if let document = answer.output {
      sheet.section(document.title.text(language))
      document.describe(in: &sheet, language)
    }
    sheet.section(language("Riwayat", "Timeline"))
    sheet.add(block: Timeline.table(answer.timeline, language).text())
    return sheet.text()
  }
}
