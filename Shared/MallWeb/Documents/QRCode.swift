import CQRencode

/// A QR code of a text, drawn as SVG: sharp on any printer. Made by libqrencode.
package struct QRCode: Hashable, Sendable {
  /// Modules of white around the code that readers need (ISO/IEC 18004).
  private static let quietZone = 4

  /// Modules along a side.
  package let width: Int
  /// Row by row; true is black.
  package let modules: [Bool]

  /// - Returns: nil for a text that no QR code holds.
  package init?(_ text: String) {
    // Level M still reads with 15 % of the code damaged, as a folded sheet needs.
    guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else { return nil }
    defer { QRcode_free(code) }
    width = Int(code.pointee.width)
    guard width > 0, let data = code.pointee.data else { return nil }
    // The lowest bit of each byte is the colour of its module.
    modules = UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 == 1 }
  }

  /// - Parameter label: what a screen reader says; escaped by the caller.
  package func svg(label: String) -> String {
    let side = width + 2 * Self.quietZone
    var path = ""
    for row in 0..<width {
      var column = 0
      while column < width {
        guard modules[row * width + column] else {
          column += 1
          continue
        }
        let start = column
        while column < width, modules[row * width + column] { column += 1 }
        path += "M\(start + Self.quietZone) \(row + Self.quietZone)h\(column - start)v1h-\(column - start)z"
      }
    }
    return """
      <svg class="qr" viewBox="0 0 \(side) \(side)" role="img" aria-label="\(label)" shape-rendering="crispEdges">\
      <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(path)" fill="#000"/></svg>
      """
  }
}
