import MallDomain

extension Wire.ApplicationContent {
  /// Everything sorted by its id, so that equal contents give equal bytes.
  package init(_ content: ApplicationContent) {
    let files = content.files.map { Wire.FieldValue(field: $0.key, blob: Wire.BlobReference($0.value)) }
    let attachments = content.attachments.sorted { $0.key < $1.key }
    let consents = content.consents.sorted { $0.key < $1.key }
    self.init(
      service: content.service.text, channel: content.channel,
      values: Wire.FieldValue.list(content.values) + files.sorted { $0.field < $1.field },
      attachments: attachments.map { Wire.Attachment(requirement: $0.key, $0.value) },
      consents: consents.map { Wire.Consent(requirement: $0.key, purpose: $0.value) })
  }
}

extension ApplicationContent {
  /// Reads what was handed in. Whether it fits the service's form, the form's validator says.
  ///
  /// - Throws: `invalid_argument` for a field or requirement that comes twice, and for an attachment that is neither
  ///   one file nor shown at the counter.
  package init(wire: Wire.ApplicationContent) throws(Refusal) {
    let fields = try FieldContents(wire: wire.values)
    self.init(
      service: try WireReading.identifier(wire.service, "content.service"), channel: wire.channel,
      values: fields.values, files: fields.files, attachments: try Self.attachments(wire: wire.attachments),
      consents: try WireReading.unique(wire.consents.map { ($0.requirement, $0.purpose) }, "content.consents"))
  }

  /// Attachments by requirement, of an application or a supplement.
  package static func attachments(wire: [Wire.Attachment]) throws(Refusal) -> [String: Attachment] {
    let pairs = try wire.map { (attachment) throws(Refusal) in
      (attachment.requirement, try Attachment(wire: attachment))
    }
    return try WireReading.unique(pairs, "attachments")
  }
}

/// The values and the files of form fields, which travel in one list.
package struct FieldContents: Hashable, Sendable {
  /// By field id.
  package var values: [String: String]
  package var files: [String: BlobReference]

  package init(wire: [Wire.FieldValue]) throws(Refusal) {
    var values: [(String, String)] = []
    var files: [(String, BlobReference)] = []
    for field in wire {
      switch field.blob {
      case nil: values.append((field.field, field.value))
      case let blob? where field.value.isEmpty: files.append((field.field, try BlobReference(wire: blob)))
      default: throw WireReading.refusal("values.value beside values.blob")
      }
    }
    self.values = try WireReading.unique(values, "values")
    self.files = try WireReading.unique(files, "values")
    guard self.files.keys.allSatisfy({ self.values[$0] == nil }) else {
      throw WireReading.refusal("values: a field comes twice")
    }
  }
}

extension Wire.Attachment {
  package init(requirement: String, _ attachment: ApplicationContent.Attachment) {
    switch attachment {
    case .file(let blob): self.init(requirement: requirement, blob: Wire.BlobReference(blob))
    case .shownAtCounter: self.init(requirement: requirement, shownAtCounter: true)
    }
  }
}

extension ApplicationContent.Attachment {
  package init(wire: Wire.Attachment) throws(Refusal) {
    switch (wire.blob, wire.shownAtCounter) {
    case (let blob?, false): self = .file(try BlobReference(wire: blob))
    case (nil, true): self = .shownAtCounter
    default: throw WireReading.refusal("attachments.blob")
    }
  }
}

extension Wire.BlobReference {
  package init(_ blob: BlobReference) {
    self.init(sha256: blob.sha256, size: blob.size, name: blob.name, mediaType: blob.mediaType)
  }
}

extension BlobReference {
  package init(wire: Wire.BlobReference) throws(Refusal) {
    guard wire.sha256.count == Self.hashLength else { throw WireReading.refusal("blob.sha256") }
    self.init(sha256: wire.sha256, size: wire.size, name: wire.name, mediaType: wire.mediaType)
  }
}
