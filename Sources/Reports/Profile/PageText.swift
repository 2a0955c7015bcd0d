internal import Mustache
internal import Text

/// How words get into a page.
///
/// The library's own escaping looks at characters; see `escapedForMarkup(_:)` for what it does not see.
struct PageText: MustacheContentType {
  /// As templates name it.
  static let name = "SCALARS"

  func escapeText(_ text: String) -> String { text.escapedForMarkup() }

  /// Every template, and what it is made of.
  static let library: MustacheLibrary = {
    MustacheContentTypes.register(PageText(), named: name)
    let texts = [
      "head": PageTemplate.head, "style": PageStyle.text, "group": PageTemplate.group,
      "chart": PageTemplate.chart, "profile": PageTemplate.profile, "index": PageTemplate.index,
    ]
    return MustacheLibrary(
      templates: texts.mapValues { text in
        do {
          return try MustacheTemplate(string: text)
        } catch {
          preconditionFailure("a template is malformed: \(error)")
        }
      })
  }()

  /// The page that a template makes of values.
  static func render(_ template: String, _ values: [String: Any]) -> [UInt8] {
    Array((library.render(values, withTemplate: template) ?? "").utf8)
  }
}
