/// Names that nobody can guess and nobody has to: idempotency keys, references of payments.
enum RandomName {
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

  /// 26 characters of 5 bits: 130 random bits.
  static func make(using generator: inout some RandomNumberGenerator) -> String {
    String((0..<26).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
  }

  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return make(using: &generator)
  }
}
