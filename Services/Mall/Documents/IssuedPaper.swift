import MallDomain
import MallLink
import MallWeb
import MallWire

/// One of the documents that a case handed out, with its signature where it has one.
struct IssuedPaper {
  var document: Wire.Document
  var signed: Wire.SignedDocument?
  /// The types of all documents of the case.
  var types: [String]

  /// - Parameter type: nil: the main document.
  /// - Throws: `not_found` when there is none of the type, or none at all.
  init(_ answer: Wire.FetchDocumentResponse, type: String?) throws {
    guard let main = answer.document else {
      throw CommandFailure(
        .notFound, "Belum ada dokumen; lihat `mall track`.", "There is no document yet; see `mall track`.")
    }
    let papers = answer.signedDocuments.compactMap { signed in
      (try? Wire.Document(decoding: signed.record)).map { (document: $0, signed: signed) }
    }
    types = papers.isEmpty ? [main.type] : papers.map(\.document.type)
    let wanted = type ?? main.type
    if let paper = papers.first(where: {
      $0.document.type == wanted && (type != nil || $0.document.number == main.number)
    }) {
      (document, signed) = (paper.document, paper.signed)
    } else if wanted == main.type {
      (document, signed) = (main, nil)
    } else {
      let known = types.joined(separator: ", ")
      throw CommandFailure(
        .notFound, "Tidak ada dokumen jenis \(wanted); yang ada: \(known).",
        "There is no document of type \(wanted); there are: \(known).")
    }
  }

  /// The text of its QR code.
  var code: String? { signed.map(DocumentCode.text) }

  func page(service: Wire.GetServiceResponse?, language: Language) throws -> String {
    let form = service?.service?.form ?? []
    let labels = Dictionary(form.map { ($0.id, $0.label.text(language)) }) { first, _ in first }
    let agency = service?.agencyName.text(language) ?? ""
    return try DocumentPage().html(
      document, agencyName: agency.isEmpty ? document.agency : agency, labels: labels, code: code, language: language)
  }
}

extension IssuedPaper: Report {
  var json: JSONValue {
    .object([
      "document": document.json, "types": .strings(types), "signed": .boolean(signed != nil),
      "code": code.map(JSONValue.string) ?? .null,
    ])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(document.title.text(language))
    document.describe(in: &sheet, language)
    sheet.add(
      language("Tanda tangan", "Signature"),
      signed == nil ? language("tidak ada", "none") : language("ada; periksa: mall verify", "yes; check: mall verify"))
    if types.count > 1 { sheet.add(language("Semua dokumen", "All documents"), types.joined(separator: ", ")) }
    return sheet.text()
  }
}

/// Where a document was saved.
struct SavedDocument: Report {
  var path: String
  var paper: IssuedPaper

  var json: JSONValue { paper.json.adding(["path": .string(path)]) }

  func text(in language: Language) -> String {
    language("Disimpan: \(path)", "Saved: \(path)")
  }
}

/// A document as its record says.
struct DocumentSheet: Report {
  var document: Wire.Document

  var json: JSONValue { .object(["document": document.json]) }

  func text(in language: Language) -> String {
    var sheet = Sheet(document.title.text(language))
    document.describe(in: &sheet, language)
    return sheet.text()
  }
}
