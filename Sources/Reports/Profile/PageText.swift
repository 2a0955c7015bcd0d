internal import Mustache

/// How words get into a page.
///
/// The library's own escaping looks at characters, and does not see a `"` that a combining mark makes another
/// character; this one looks at scalars, as browsers do.
struct PageText: MustacheContentType {
  /// As templates name it.
  static let name = "SCALARS"

  func escapeText(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

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
