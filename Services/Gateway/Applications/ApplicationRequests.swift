import MallDomain
import MallNode
import MallStore
import MallWire

/// What the requests of applicants have in common.
enum ApplicationRequests {
  static let idempotencyKeyLength = 8...128

  static func idempotencyKey(_ text: String, _ call: Call) throws(Refusal) -> IdempotencyKey {
    guard idempotencyKeyLength.contains(text.utf8.count) else {
      throw Refusal(.invalidArgument, detail: "the idempotency key must have 8 to 128 bytes")
    }
    return IdempotencyKey(principal: call.principal, method: call.method.rawValue, key: text)
  }

  /// What only the applicant knows: NIKs, phone numbers, and what else the form says.
  static func facts(in content: ApplicationContent, of service: PublicService) -> [String] {
    service.form.filter(\.opensApplication).compactMap { content.values[$0.id] }.map(canonicalFact)
  }

  /// Facts as people type them: a phone number in any of its forms, numbers with or without their spaces and points.
  static func canonicalFact(_ text: String) -> String {
    if let phone = PhoneNumber(text) { return phone.text }
    return text.lowercased().filter { !$0.isWhitespace && !".-/".contains($0) }
  }

  static func namedBlobs(in content: ApplicationContent) -> [(field: String, blob: BlobReference)] {
    let fields = content.files.map { ($0.key, $0.value) }
    let attachments = content.attachments.compactMap { requirement, attachment -> (String, BlobReference)? in
      guard case .file(let blob) = attachment else { return nil }
      return (requirement, blob)
    }
    return (fields + attachments).sorted { $0.0 < $1.0 }
  }

  static func blobs(in content: ApplicationContent) -> [[UInt8]] {
    namedBlobs(in: content).map(\.blob.sha256)
  }
}
