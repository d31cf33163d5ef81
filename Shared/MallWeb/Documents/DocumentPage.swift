import MallDomain
import MallWire

/// A document as a page to read and to print on A4: what its record says, and the code that proves it.
///
/// Its layout is the mall's own; it carries no state emblem, so that nobody takes the print for a form of another kind.
package struct DocumentPage: Sendable {
  private struct Row {
    var label: String
    var value: String
  }

  private let layout: PageLayout
  private let template: PageTemplate

  package init() throws(PageError) {
    layout = try PageLayout()
    template = try PageTemplate(Self.html, name: "document")
  }

  /// - Parameters:
  ///   - document: the record; whatever it holds is shown as text, never as HTML.
  ///   - agencyName: as the catalogue names it.
  ///   - code: the text of the QR code; nil: the document bears no signature, and the page says nothing of proof.
  package func html(
    _ document: Wire.Document, agencyName: String, labels: [String: String] = [:], code: String?, language: Language
  ) -> String {
    let title = language == .english && document.title?.en.isEmpty == false ? document.title?.en : document.title?.id
    let words = Dictionary(uniqueKeysWithValues: PageText.allCases.map { ("text-\($0.rawValue)", $0.text(language)) })
    var context: [String: Any] = words
    context["title"] = title ?? document.type
    context["agency"] = agencyName
    context["number"] = document.number
    context["facts"] = facts(of: document, language)
    context["rows"] = document.fields.map { Row(label: labels[$0.field] ?? Self.label($0.field), value: $0.value) }
    if let code, let qr = QRCode(code) {
      context["qr"] = qr.svg(label: PageText.verification.text(language))
      context["code"] = code
    }
    return layout.page(
      title: "\(context["title"] ?? "") \(document.number)", language: language, css: Self.css,
      body: template.render(context))
  }

  private func facts(of document: Wire.Document, _ language: Language) -> [Row] {
    let validity =
      LocalDate(document.validThrough).map { "\(PageText.through.text(language)) \($0.text(language))" }
      ?? PageText.withoutEnd.text(language)
    return [
      Row(label: PageText.holder.text(language), value: document.holder),
      Row(
        label: PageText.issuedOn.text(language),
        value: LocalDate(document.issuedOn)?.text(language) ?? document.issuedOn),
      Row(label: PageText.validity.text(language), value: validity),
      Row(label: PageText.version.text(language), value: String(document.version)),
    ].filter { !$0.value.isEmpty }
  }

  /// A field's id in words, where the form's label isn't at hand: `nama-ayah` becomes `Nama ayah`.
  private static func label(_ field: String) -> String {
    let words = field.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static let html = """
    <main class="sheet">
    <header>
    <p class="agency">{{agency}}</p>
    <h1>{{title}}</h1>
    <p class="number">{{text-number}} {{number}}</p>
    </header>
    <dl class="facts">
    {{#facts}}<div><dt>{{label}}</dt><dd>{{value}}</dd></div>
    {{/facts}}
    </dl>
    <section>
    <h2>{{text-contents}}</h2>
    <table>
    {{#rows}}<tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>
    {{/rows}}
    </table>
    </section>
    {{#qr}}
    <section class="proof">
    {{{qr}}}
    <div>
    <h2>{{text-verification}}</h2>
    <p>{{text-howToVerify}}</p>
    <p>{{text-whatTheCodeSays}}</p>
    <p class="quiet">{{text-plainPaper}}</p>
    </div>
    </section>
    <pre class="code" aria-hidden="true">{{code}}</pre>
    {{/qr}}
    </main>

    """

  private static let css = """
    .sheet header { border-top: 0.5rem solid var(--accent); padding-top: var(--space); }
    .agency { margin: 0; color: var(--quiet); }
    h1 { margin: 0.25rem 0; font-size: var(--large); line-height: 1.25; }
    h2 { margin: 0 0 0.5rem; font-size: var(--text); }
    .number { margin: 0; font-variant-numeric: tabular-nums; font-weight: 600; }
    .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: var(--space);
      margin: calc(1.5 * var(--space)) 0; padding: var(--space); background: var(--wash); }
    .facts dt { color: var(--quiet); font-size: var(--small); }
    .facts dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
    table { width: 100%; border-collapse: collapse; }
    th, td { padding: 0.3rem 0.5rem 0.3rem 0; text-align: left; vertical-align: top; font-weight: normal;
      border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
    th { width: 38%; color: var(--quiet); }
    .proof { display: flex; flex-wrap: wrap; gap: var(--space); align-items: flex-start;
      margin-top: calc(2 * var(--space)); break-inside: avoid; }
    .proof > div { flex: 1 1 16rem; }
    .proof p { margin: 0 0 0.5rem; }
    .qr { width: 45mm; height: 45mm; flex: none; }
    .quiet { color: var(--quiet); font-size: var(--small); }
    .code { font: 0.5rem/1.3 ui-monospace, monospace; color: var(--quiet); white-space: pre-wrap;
      overflow-wrap: anywhere; }
    @page { size: A4; margin: 18mm; }
    @media print {
      :root { --ink: #000; --paper: #fff; --quiet: #444; --line: #bbb; --wash: #fff; --accent: #0b5c55; --text: 11pt;
        --small: 9pt; --large: 18pt; }
      main { max-width: none; padding: 0; }
      .facts { border: 1px solid var(--line); }
      section, tr { break-inside: avoid; }
    }
    """
}
