import Crypto
import MallDomain
import MallWire

/// Tells genuine documents from others with nothing but the mall's keys and lists at hand: no network is asked.
///
/// The order of the checks is part of the promise: readable, a key of this mall, signature, record, then whether it is
/// still in force.
package struct DocumentVerifier: Sendable {
  private struct List: Sendable {
    var at: MallInstant
    var entries: [[UInt8]: DocumentStatusEntry]
  }

  private let certificates: [[UInt8]: DocumentCertificate]
  private let lists: [AgencyID: List]
  /// When what the verifier knows was put together.
  package let madeAt: MallInstant

  package var keyCount: Int { certificates.count }
  package var listCount: Int { lists.count }

  /// - Parameter trust: the mall's authority, with the revocations that are in the bundle.
  package init(_ bundle: Wire.VerificationBundle, trust: MallTrust) {
    var certificates: [[UInt8]: DocumentCertificate] = [:]
    for der in bundle.keys {
      // A key that was taken back is no key: what bears its signature is foreign.
      guard let certificate = try? DocumentCertificate(der: der, trust: trust) else { continue }
      certificates[certificate.keyID] = certificate
    }
    var lists: [AgencyID: List] = [:]
    for signed in bundle.lists {
      guard let list = try? DocumentList(signed, certificates: certificates, mall: trust.mall) else { continue }
      guard list.at > lists[list.agency]?.at ?? MallInstant(milliseconds: .min) else { continue }
      lists[list.agency] = List(at: list.at, entries: list.entries)
    }
    self.certificates = certificates
    self.lists = lists
    madeAt = MallInstant(milliseconds: bundle.madeAtMs)
  }

  /// Judges the bytes of a record file.
  package func verify(file bytes: [UInt8], on today: LocalDate) -> DocumentVerdict {
    guard let signed = try? Wire.SignedDocument(decoding: bytes), !signed.record.isEmpty else {
      return DocumentVerdict(.unreadable)
    }
    return verify(signed, on: today)
  }

  /// Judges the text of a QR code.
  package func verify(code text: String, on today: LocalDate) -> DocumentVerdict {
    guard let signed = DocumentCode.read(text) else { return DocumentVerdict(.unreadable) }
    return verify(signed, on: today)
  }

  package func verify(_ signed: Wire.SignedDocument, on today: LocalDate) -> DocumentVerdict {
    guard let wire = try? Wire.DocumentMark(decoding: signed.mark), let mark = try? DocumentMark(wire: wire) else {
      return DocumentVerdict(.unreadable)
    }
    guard let certificate = certificates[signed.keyID], certificate.agency == mark.agency else {
      return DocumentVerdict(.foreign)
    }
    guard certificate.isValid(signed.signature, heading: DocumentText.document, over: signed.mark),
      signed.record.isEmpty || Array(SHA256.hash(data: signed.record)) == mark.recordHash
    else { return DocumentVerdict(.tampered) }
    guard certificate.covers(mark.issuedOn) else { return DocumentVerdict(.foreign) }
    guard let list = lists[mark.agency] else { return DocumentVerdict(.unconfirmed, mark: mark) }
    if let entry = list.entries[DocumentList.hash(ofMark: signed.mark)] {
      let outcome: DocumentVerdict.Outcome = entry.state == .replaced ? .replaced : .revoked
      return DocumentVerdict(outcome, mark: mark, since: entry.since, listedAt: list.at)
    }
    if let last = mark.validThrough, today > last {
      return DocumentVerdict(.expired, mark: mark, listedAt: list.at)
    }
    return DocumentVerdict(.valid, mark: mark, listedAt: list.at)
  }
}

/// The text of a document's QR code: `MALL1:` and the signed mark, without the record, in base 45.
package enum DocumentCode {
  private static let prefix = "MALL1:"
  /// Characters: the largest QR code holds 4,296 of this alphabet.
  private static let maximumLength = 4_296

  package static func text(of signed: Wire.SignedDocument) -> String {
    var code = signed
    code.record = []
    return prefix + Base45.text(code.encoded())
  }

  package static func read(_ text: String) -> Wire.SignedDocument? {
    let text = text.split(whereSeparator: \.isNewline).joined()
    guard text.utf8.count <= maximumLength, text.hasPrefix(prefix),
      let bytes = Base45.bytes(text.dropFirst(prefix.count))
    else { return nil }
    return try? Wire.SignedDocument(decoding: bytes)
  }
}
