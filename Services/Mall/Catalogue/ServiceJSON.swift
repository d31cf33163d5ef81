import MallWire

extension ServiceSheet {
  var json: JSONValue {
    .object([
      "service": answer.service?.json ?? .null,
      "agency": .string(answer.agency), "agency_name": answer.agencyName.json,
      "version": .string(answer.version), "available": .boolean(answer.available),
      "parts": .array(answer.parts.map(\.json)),
    ])
  }
}

extension Wire.BundlePart {
  fileprivate var json: JSONValue {
    .object([
      "id": .string(id), "service": .string(service), "service_name": serviceName.json, "agency_name": agencyName.json,
      "optional": .boolean(optional), "choice": .text(choice), "after": .strings(after),
      "questions": .members(questions.map { JSONValue.Member(name: $0.field, value: .string($0.value)) }),
      "requirements": .members(requirements.map { JSONValue.Member(name: $0.field, value: .string($0.value)) }),
    ])
  }
}

extension Wire.PublicService {
  var json: JSONValue {
    .object([
      "code": .string(code), "name": name.json, "category": .string(category), "life_events": .strings(lifeEvents),
      "description": description.json, "legal_basis": .strings(legalBasis),
      "requirements": .array(requirements.map(\.json)), "fee": fee.json, "service_level": sla.json,
      "output": output.json, "issues": .strings(issues), "channels": .strings(channels),
      "form": .array(form.map(\.json)), "steps": .array(steps.map { Wire.LocalizedText?.some($0).json }),
      "complaints": complaints.map(\.json) ?? .null, "keywords": .strings(keywords),
    ])
  }
}

extension Wire.Requirement {
  fileprivate var json: JSONValue {
    .object([
      "id": .string(id), "name": name.json, "kind": .string(kind), "required": .boolean(required),
      "source": .text(source), "document": .text(document),
    ])
  }
}

extension Wire.FormField {
  fileprivate var json: JSONValue {
    .object([
      "id": .string(id), "label": label.json, "type": .string(type), "required": .boolean(required),
      "options": .array(options.map { .object(["value": .string($0.value), "label": $0.label.json]) }),
      "max_length": maxLength == 0 ? .null : .integer(maxLength), "pattern": .text(pattern),
      "minimum": min.map { .string($0.value) } ?? .null, "maximum": max.map { .string($0.value) } ?? .null,
      "group": .text(group), "hint": hint.json, "example": .text(example),
      "when": when.map { .object(["field": .string($0.field), "values": .strings($0.values)]) } ?? .null,
      "opens": .boolean(opens || type == "nik" || type == "phone"),
    ])
  }
}

extension Wire.Complaints {
  fileprivate var json: JSONValue {
    .object([
      "unit": .text(unit), "phone": .text(phone), "email": .text(email), "procedure": procedure.json,
    ])
  }
}
