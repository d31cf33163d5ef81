import MallDomain
import MallWire

extension Wire.CaseSummary {
  var json: JSONValue {
    .object([
      "case_id": .string(caseID), "service": .string(service), "service_name": serviceName.json,
      "state": .string(state), "officer": .text(officer), "due": .text(due),
      "accepted_at": WireTime.json(acceptedAtMs), "version": .integer(version),
    ])
  }

  func describe(in sheet: inout Sheet, _ language: Language) {
    sheet.add(language("Berkas", "Case"), caseID)
    sheet.add(language("Layanan", "Service"), service)
    sheet.add(language("Keadaan", "State"), StateText.of(state, language))
    sheet.add(language("Petugas", "Officer"), officer)
    sheet.add(language("Batas waktu", "Due"), due)
    sheet.add(language("Diterima", "Accepted at"), WireTime.text(acceptedAtMs))
    sheet.add(language("Versi berkas", "Version of the case"), String(version))
  }
}

extension Wire.Evidence {
  var json: JSONValue {
    .object([
      "requirement": .string(requirement), "agency": .string(agency), "fact": .text(answer?.fact ?? ""),
      "verdict": .text(answer?.verdict ?? ""),
      "values": .members(
        (answer?.values ?? []).map { JSONValue.Member(name: $0.field, value: .string($0.value)) }),
      "at": WireTime.json(answer?.atMs ?? 0),
    ])
  }
}

extension Wire.Finding {
  var json: JSONValue {
    .object([
      "rule": .string(rule), "severity": .string(severity), "text": text.json, "field": .text(field),
    ])
  }
}
