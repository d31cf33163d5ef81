import NIOSSL

/// What a TLS error says, in a few words: BoringSSL's own text holds source files and lines.
enum TLSErrorText {
  static func text(_ error: any Error) -> String {
    let text: String
    switch error {
    case NIOSSLError.handshakeFailed(let cause): text = "\(cause)"
    case NIOSSLError.uncleanShutdown: return "closed without a TLS close"
    default: text = "\(error)"
    }
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    // BoringSSL's reasons are its only words in capitals with an underscore.
    let reasons = words.filter { $0.contains("_") && $0.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" } }
    if reasons.isEmpty { return text.contains("EOF") ? "the peer closed the connection" : text }
    return reasons.map { $0.lowercased().replacing("_", with: " ") }.joined(separator: ", ")
  }

  /// Whether the peer itself said that it ends the connection.
  static func isAlert(_ text: String) -> Bool { text.contains("alert") }
}
