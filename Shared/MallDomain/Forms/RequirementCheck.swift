/// Whether the requirements of a service are met, as far as this can be told on submission.
///
/// A required document is met by consent to fetch it from its issuer, by an attached file, or by being shown at the
/// counter or at an outreach. Data and presence are for the officer to see.
extension FormValidator {
  mutating func checkRequirements() {
    for requirement in service.requirements {
      if let fault = fault(of: requirement) { report(requirement.id, fault) }
    }
    let known = Set(service.requirements.map(\.id))
    for id in Set(content.attachments.keys).union(content.consents.keys).subtracting(known).sorted() {
      report(id, Message(.formUnknownRequirement))
    }
  }

  private mutating func fault(of requirement: Requirement) -> Message? {
    let attachment = content.attachments[requirement.id]
    let consent = content.consents[requirement.id]
    switch attachment {
    case .file(let blob): if let fault = blob.fault { return fault }
    case .shownAtCounter: if !isAtCounter { return Message(.formNotAtCounter) }
    case nil: break
    }
    if let consent {
      guard requirement.source != nil else { return Message(.formConsentWithoutSource) }
      guard let purpose = FormValidator.purpose(consent) else { return Message(.formConsentPurpose) }
      content.consents[requirement.id] = purpose
    }
    guard requirement.isRequired, requirement.kind == .document, attachment == nil, consent == nil else { return nil }
    return Message(requirement.source == nil ? .formRequirementMissing : .formRequirementMissingConsent)
  }

  private var isAtCounter: Bool {
    content.channel == PublicService.Channel.counter.rawValue
      || content.channel == PublicService.Channel.outreach.rawValue
  }

  private static func purpose(_ text: String) -> String? {
    let purpose = FieldText.trimmed(text)
    let isPlain = purpose.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    return purpose.isEmpty || purpose.count > FormLimits.textCharacters || !isPlain ? nil : purpose
  }
}

extension BlobReference {
  /// What is wrong with the reference; the bytes themselves are checked when they arrive.
  var fault: Message? {
    if sha256.count != BlobReference.hashLength { return Message(.formFileExpected) }
    if size == 0 { return Message(.formFileEmpty) }
    if size > FormLimits.fileBytes { return Message(.formFileTooLarge, String(FormLimits.fileBytes)) }
    if !hasPlainName { return Message(.formFileName) }
    if !FormLimits.mediaTypes.contains(mediaType) {
      return Message(.formFileType, FormLimits.mediaTypes.joined(separator: ", "))
    }
    return nil
  }

  private var hasPlainName: Bool {
    1...FormLimits.fileNameBytes ~= name.utf8.count && name != "." && name != ".."
      && name.unicodeScalars.allSatisfy { scalar in
        scalar != "/" && scalar != "\\" && ![.control, .format].contains(scalar.properties.generalCategory)
      }
  }
}
