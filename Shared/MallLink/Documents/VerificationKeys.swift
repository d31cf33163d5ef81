import Crypto
import FoundationEssentials
import MallDomain
import MallWire
import X509

/// The keys and lists of a mall as a verifier keeps them in a file: pages, each signed by the mall's gateway.
///
/// Who leaves a page out makes documents unconfirmed or foreign, never valid.
package struct VerificationKeys: Sendable {
  /// What the gateway's signature is for.
  package static let method = "verification-bundle"
  /// A verifier may keep a bundle for long: what counts is the date of its lists, which it is told.
  package static let validity = Duration.seconds(10 * 365 * 86_400)

  package let verifier: DocumentVerifier
  package let mall: String
  /// SHA-256 of the authority's certificate, in hexadecimal.
  package let authority: String
  /// When the oldest page was made.
  package let madeAt: MallInstant

  /// - Parameter pinned: the fingerprint of the authority that is believed; nil believes the file's own.
  /// - Throws: `invalid_argument` for bytes that are no such file; `unauthenticated` for another authority's or one that
  ///   no gateway of the mall signed.
  package init(file bytes: [UInt8], pinned: String?) throws(Refusal) {
    guard let file = try? Wire.VerificationBundleFile(decoding: bytes), !file.bundles.isEmpty else { throw .noBundle }
    try self.init(pages: file.bundles, pinned: pinned)
  }

  package init(pages: [Wire.SignedVerificationBundle], pinned: String?) throws(Refusal) {
    var whole = Wire.VerificationBundle()
    var trust: MallTrust?
    var madeAt: MallInstant?
    for page in pages {
      guard let bundle = try? Wire.VerificationBundle(decoding: page.bundle) else { throw .noBundle }
      guard whole.authority.isEmpty || whole.authority == bundle.authority else {
        throw Refusal(.unauthenticated, detail: "pages of one mall")
      }
      let believed = try Self.trust(in: bundle, pinned: pinned)
      let made = MallInstant(milliseconds: bundle.madeAtMs)
      try Self.check(page, trust: believed, madeAt: made)
      if trust.map({ $0.revocations.number < believed.revocations.number }) ?? true { trust = believed }
      madeAt = min(madeAt ?? made, made)
      whole.authority = bundle.authority
      whole.keys += bundle.keys
      whole.lists += bundle.lists
    }
    guard let trust, let madeAt else { throw .noBundle }
    whole.madeAtMs = madeAt.milliseconds
    verifier = DocumentVerifier(whole, trust: trust)
    mall = trust.mall
    authority = Hexadecimal.text(SHA256.hash(data: whole.authority))
    self.madeAt = madeAt
  }

  private static func trust(in bundle: Wire.VerificationBundle, pinned: String?) throws(Refusal) -> MallTrust {
    guard let certificate = try? Certificate(derEncoded: bundle.authority),
      var trust = try? MallTrust(authority: certificate)
    else { throw .noBundle }
    guard pinned == nil || pinned == Hexadecimal.text(SHA256.hash(data: bundle.authority)) else {
      throw Refusal(.unauthenticated, detail: "keys of the mall whose authority is named")
    }
    if !bundle.revocations.isEmpty {
      guard let list = try? RevocationList(text: bundle.revocations), (try? trust.update(list)) != nil else {
        throw Refusal(.unauthenticated, detail: "a list of revoked certificates that the authority signed")
      }
    }
    return trust
  }

  /// By the time at which it was made: an old page stays readable, and says how old it is.
  private static func check(
    _ page: Wire.SignedVerificationBundle, trust: MallTrust, madeAt: MallInstant
  ) throws(Refusal) {
    let checker = SignatureVerifier(trust: trust, receivers: [""], clock: .fixed(at: madeAt))
    let author = try checker.verify(page.signature, method: method, body: page.bundle)
    guard author.roles.contains(.gateway) else {
      throw Refusal(.unauthenticated, detail: "keys that a gateway of the mall signed")
    }
  }
}

extension Refusal {
  fileprivate static let noBundle = Refusal(.invalidArgument, detail: "a file of keys; fetch one with `mall keys`")
}
