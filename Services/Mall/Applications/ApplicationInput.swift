import MallDomain
import MallWire

/// An application as a person or a program writes it down: the JSON of `mall apply --input`, and of its example.
///
///     {"service": "polres.skck", "channel": "counter",
///      "values": {"nik": "…", "setuju": true, "jumlah": 3},
///      "attachments": {"foto": {"file": "foto.jpg"}, "ktp": "shown"},
///      "consents": ["kk"]}
struct ApplicationInput: Hashable, Sendable {
  /// What stands for a field or a requirement.
  enum Entry: Hashable, Sendable {
    /// The canonical text of a field.
    case text(String)
    case file(InputFile)
    /// An officer at the counter saw the document, or will.
    case shown
  }

  var service: String?
  var channel: String?
  var values: [String: Entry] = [:]
  var attachments: [String: Entry] = [:]
  /// The purpose consented to, by requirement; empty: the service's own.
  var consents: [String: String] = [:]
  /// Of a supplement: what the applicant writes to the officer.
  var note: String?

  /// All files that must be with the mall before the application is.
  var files: [InputFile] {
    (values.sorted { $0.key < $1.key } + attachments.sorted { $0.key < $1.key }).compactMap { entry in
      if case .file(let file) = entry.value { file } else { nil }
    }
  }
}

/// Where the bytes of a file come from.
enum InputFile: Hashable, Sendable {
  /// A path, relative to the input's folder.
  case path(String)
  case inline(name: String, mediaType: String, bytes: [UInt8])
  /// A file that the mall has already, as after an upload that was broken off.
  case uploaded(Wire.BlobReference)
}

extension ApplicationInput {
  /// The content that is sent, with each file as the blob it became.
  ///
  /// - Parameter blobs: by file.
  func content(
    service code: String, channel standardChannel: String, blobs: [InputFile: Wire.BlobReference]
  ) -> Wire.ApplicationContent {
    Wire.ApplicationContent(
      service: code, channel: channel ?? standardChannel, values: fieldValues(blobs: blobs),
      attachments: wireAttachments(blobs: blobs),
      consents: consents.sorted { $0.key < $1.key }.map {
        Wire.Consent(requirement: $0.key, purpose: $0.value.isEmpty ? Self.standardPurpose(of: code) : $0.value)
      })
  }

  func fieldValues(blobs: [InputFile: Wire.BlobReference]) -> [Wire.FieldValue] {
    values.sorted { $0.key < $1.key }.map { field, entry in
      switch entry {
      case .text(let text): Wire.FieldValue(field: field, value: text)
      case .file(let file): Wire.FieldValue(field: field, blob: blobs[file])
      case .shown: Wire.FieldValue(field: field)
      }
    }
  }

  func wireAttachments(blobs: [InputFile: Wire.BlobReference]) -> [Wire.Attachment] {
    attachments.sorted { $0.key < $1.key }.map { requirement, entry in
      switch entry {
      case .file(let file): Wire.Attachment(requirement: requirement, blob: blobs[file])
      case .shown, .text: Wire.Attachment(requirement: requirement, shownAtCounter: true)
      }
    }
  }

  /// What a consent without a purpose is given for: this application and nothing else.
  static func standardPurpose(of service: String) -> String {
    "Permohonan \(service)"
  }
}
