/// What a citizen hands in: values by field, files by field, attachments and consents by requirement.
///
/// As it arrives, it's only what somebody wrote. `FormValidator` gives back the canonical content, which is what is
/// stored, signed and delivered.
package struct ApplicationContent: Hashable, Sendable, Codable {
  /// How a document requirement is met without its issuer.
  package enum Attachment: Hashable, Sendable {
    case file(BlobReference)
    /// An officer saw it, or will.
    case shownAtCounter
  }

  package var service: ServiceCode
  /// A channel's name; the validator refuses one that isn't a `PublicService.Channel`.
  package var channel: String
  /// By field id, as canonical text: dates `YYYY-MM-DD`, times `HH:MM`, numbers and rupiah in digits, `true` and
  /// `false`.
  package var values: [String: String]
  /// By field id.
  package var files: [String: BlobReference]
  /// By requirement id.
  package var attachments: [String: Attachment]
  /// The purpose consented to, by requirement id.
  package var consents: [String: String]

  package init(
    service: ServiceCode, channel: PublicService.Channel, values: [String: String] = [:],
    files: [String: BlobReference] = [:], attachments: [String: Attachment] = [:], consents: [String: String] = [:]
  ) {
    self.init(
      service: service, channel: channel.rawValue, values: values, files: files, attachments: attachments,
      consents: consents)
  }

  /// Takes a channel as somebody wrote it.
  package init(
    service: ServiceCode, channel: String, values: [String: String] = [:], files: [String: BlobReference] = [:],
    attachments: [String: Attachment] = [:], consents: [String: String] = [:]
  ) {
    self.service = service
    self.channel = channel
    self.values = values
    self.files = files
    self.attachments = attachments
    self.consents = consents
  }

  /// All files that the content names, those of fields and of requirements.
  package var blobs: [BlobReference] {
    let attached = attachments.sorted { $0.key < $1.key }.compactMap { attachment -> BlobReference? in
      if case .file(let blob) = attachment.value { blob } else { nil }
    }
    return files.sorted { $0.key < $1.key }.map(\.value) + attached
  }

  /// The content after a supplement: what came later replaces what was there.
  package func supplemented(
    values: [String: String] = [:], files: [String: BlobReference] = [:], attachments: [String: Attachment] = [:]
  ) -> ApplicationContent {
    var result = self
    result.values.merge(values) { _, later in later }
    result.files.merge(files) { _, later in later }
    result.attachments.merge(attachments) { _, later in later }
    return result
  }
}

extension ApplicationContent.Attachment: Codable {
  private enum CodingKeys: String, CodingKey {
    case file
    case shownAtCounter = "shown_at_counter"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let file = try container.decodeIfPresent(BlobReference.self, forKey: .file) {
      self = .file(file)
    } else if try container.decode(Bool.self, forKey: .shownAtCounter) {
      self = .shownAtCounter
    } else {
      throw DecodingError.dataCorruptedError(
        forKey: .shownAtCounter, in: container, debugDescription: "an attachment is a file or shown at the counter")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .file(let blob): try container.encode(blob, forKey: .file)
    case .shownAtCounter: try container.encode(true, forKey: .shownAtCounter)
    }
  }
}
