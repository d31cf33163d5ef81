import Mustache

/// A template whose `{{values}}` are escaped for HTML.
struct PageTemplate: Sendable {
  private let template: MustacheTemplate

  /// - Parameter name: for the error that a mistake in the template makes.
  init(_ html: String, name: String) throws(PageError) {
    PageContent.register()
    do {
      template = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(PageContent.name)}}" + html)
    } catch {
      throw PageError(template: name, reason: "\(error)")
    }
  }

  func render(_ context: [String: Any]) -> String {
    template.render(context)
  }
}

/// How values are escaped: by Unicode scalars. The library's own way goes by characters as people see them, and lets a
/// `<` or a quotation mark with a combining mark behind it pass.
struct PageContent: MustacheContentType {
  static let name = "PAGE"

  private static let registered: Void = MustacheContentTypes.register(PageContent(), named: name)

  static func register() { registered }

  func escapeText(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}

/// A template of ours that can't be read: a mistake of the program.
package struct PageError: Error, Hashable, Sendable, CustomStringConvertible {
  package var template: String
  package var reason: String

  package var description: String { "the template \"\(template)\" can't be read: \(reason)" }
}
