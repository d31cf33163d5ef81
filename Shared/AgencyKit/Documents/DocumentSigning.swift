import Crypto
import MallDomain
import MallLink
import MallStore
import MallWire

/// Signs what a case hands out, in the commit that issues it.
package struct DocumentSigning: Sendable {
  let store: DocumentStore
  let keys: DocumentKeys

  /// Signs every document of a case that bears no signature yet: the main one and those beside it.
  ///
  /// - Returns: all documents of the case, signed. One whose agency has no key is left out: it has its record, and no
  ///   proof.
  func sign(_ caseID: CaseID, in transaction: Transaction) throws -> [Wire.SignedDocument] {
    // Signatures are made by the machine's clock, not the mall's.
    let now = MallClock.system.now()
    for paper in try store.documents(of: caseID, in: transaction) {
      let document = paper.document
      guard let key = keys.signing(for: document.agency, at: now),
        try !store.signed.isSigned(
          type: document.type, number: document.number, version: paper.version, in: transaction)
      else { continue }
      let signed = try key.sign(record: document.fields, mark: try mark(of: paper))
      try store.signed.keep(
        document, version: paper.version, markHash: DocumentList.hash(ofMark: signed.mark), bytes: signed.encoded(),
        in: transaction)
    }
    return try store.signed.documents(of: caseID, in: transaction).map { try Wire.SignedDocument(decoding: $0) }
  }

  private func mark(of paper: RegisteredDocument) throws -> DocumentMark {
    let document = paper.document
    let record = try Wire.Document(decoding: document.fields)
    return DocumentMark(
      agency: document.agency, type: document.type, number: document.number, version: paper.version,
      issuedOn: document.issuedOn, validThrough: document.validThrough, holder: Masking.name(record.holder),
      recordHash: Array(SHA256.hash(data: document.fields)))
  }
}
