/// The code of an administrative area: province `18`, district `18.02`, sub-district `18.02.07`, village
/// `18.02.07.2001`.
package struct AreaCode: TextIdentifier {
  private static let rule = "province.district.sub-district.village: 2, 2, 2 and 4 digits"
  private static let widths = [2, 2, 2, 4]

  package let text: String

  /// Reads the code with its dots, or a village's ten digits without.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = Array(text.utf8)
    if bytes.count == 10, Digits.areAll(bytes) {
      self.text = AreaCode.dotted(bytes)
      return
    }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard 1...4 ~= parts.count,
      zip(parts, AreaCode.widths).allSatisfy({ $0.count == $1 && Digits.areAll($0) })
    else { throw InvalidIdentifier(kind: "area code", rule: AreaCode.rule) }
    self.text = text
  }

  /// The sub-district of six digits that the caller knows to be digits.
  init(subdistrictDigits digits: some Sequence<UInt8>) {
    text = AreaCode.dotted(Array(digits))
  }

  /// The code without dots, as NIK begin with it.
  package var digits: String {
    text.filter { $0 != "." }
  }

  /// The area of which this one is a part; nil for a province.
  package var parent: AreaCode? {
    guard let dot = text.lastIndex(of: ".") else { return nil }
    return AreaCode(unchecked: String(text[..<dot]))
  }

  private init(unchecked text: String) {
    self.text = text
  }

  private static func dotted(_ digits: [UInt8]) -> String {
    var rest = digits[...]
    return widths.compactMap { width in
      defer { rest = rest.dropFirst(width) }
      return rest.isEmpty ? nil : String(decoding: rest.prefix(width), as: UTF8.self)
    }.joined(separator: ".")
  }
}
