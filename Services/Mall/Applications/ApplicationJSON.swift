import MallWire

extension Wire.TrackResponse {
  var json: JSONValue {
    .object([
      "service": .string(service), "service_name": serviceName.json, "agency_name": agencyName.json,
      "state": .string(state), "state_text": stateText.json, "next_text": nextText.json, "due": .text(due),
      "due_is_estimate": .boolean(dueIsEstimate), "accepted_at": WireTime.json(acceptedAtMs),
      "timeline": Timeline.json(timeline), "bill": bill?.json ?? .null,
      "agency_connected": .boolean(agencyConnected), "parts": .array(parts.map(\.json)),
    ])
  }
}

extension Wire.PartProgress {
  var json: JSONValue {
    .object([
      "part": .string(part), "service": .string(service), "service_name": serviceName.json,
      "agency_name": agencyName.json, "state": .string(state), "state_text": stateText.json,
      "next_text": nextText.json, "tracking_code": .text(trackingCode), "due": .text(due),
    ])
  }
}

extension Wire.Receipt {
  var json: JSONValue {
    .object([
      "case_id": .string(caseID), "service": .string(service), "service_version": .string(serviceVersion),
      "mall": .string(mall), "gateway": .string(gateway), "accepted_at": WireTime.json(acceptedAtMs),
      "content_sha256": .string(HexText.text(contentSha256)),
      // The whole message in hexadecimal: what `signature` inside it covers.
      "signed_receipt": .string(HexText.text(encoded())),
    ])
  }
}

extension Wire.ApplicationContent {
  var json: JSONValue {
    .object([
      "service": .string(service), "channel": .string(channel),
      "values": .members(
        values.map { JSONValue.Member(name: $0.field, value: $0.blob?.json ?? .string($0.value)) }),
      "attachments": .members(
        attachments.map { JSONValue.Member(name: $0.requirement, value: $0.blob?.json ?? .string("shown")) }),
      "consents": .members(
        consents.map { JSONValue.Member(name: $0.requirement, value: .string($0.purpose)) }),
    ])
  }
}

extension Wire.BlobReference {
  var json: JSONValue {
    .object([
      "name": .string(name), "media_type": .string(mediaType), "sha256": .string(HexText.text(sha256)),
      "size": .integer(size),
    ])
  }
}

extension Wire.Document {
  var json: JSONValue {
    .object([
      "type": .string(type), "number": .string(number), "title": title.json, "agency": .string(agency),
      "service": .string(service), "case_id": .string(caseID), "holder": .text(holder),
      "issued_on": .string(issuedOn), "valid_through": .text(validThrough),
      "fields": .members(fields.map { JSONValue.Member(name: $0.field, value: .string($0.value)) }),
      "version": .integer(version),
    ])
  }
}
