import MallDomain
import MallWire

/// A case after an officer's step.
struct CaseStepReport: Report {
  var answer: Wire.CaseStepResponse

  var json: JSONValue {
    .object([
      "case": answer.summary?.json ?? .null,
      "fee_rupiah": .integer(answer.feeRupiah),
      "output": answer.output?.json ?? .null,
    ])
  }

  func text(in language: Language) -> String {
    let summary = answer.summary ?? Wire.CaseSummary()
    var sheet = Sheet(StateText.of(summary.state, language))
    summary.describe(in: &sheet, language)
    if answer.feeRupiah > 0 { sheet.add(language("Biaya", "Fee"), Rupiah(answer.feeRupiah).text) }
    if let document = answer.output {
      sheet.section(document.title.text(language))
      document.describe(in: &sheet, language)
    }
    return sheet.text()
  }
}
