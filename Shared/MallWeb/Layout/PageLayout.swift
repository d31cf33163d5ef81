import MallDomain

/// The frame of every page: language, title, look. What stands in it, each page says itself.
struct PageLayout: Sendable {
  private let template: PageTemplate

  init() throws(PageError) {
    template = try PageTemplate(Self.html, name: "layout")
  }

  /// - Parameters:
  ///   - css: of this kind of page, after that of every page.
  ///   - body: HTML, escaped already.
  func page(title: String, language: Language, css: String, body: String) -> String {
    template.render([
      "language": language == .indonesian ? "id" : "en", "title": title, "css": DesignTokens.css + "\n" + css,
      "body": body,
    ])
  }

  private static let html = """
    <!DOCTYPE html>
    <html lang="{{language}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>
    {{{css}}}
    </style>
    </head>
    <body>
    {{{body}}}
    </body>
    </html>

    """
}
