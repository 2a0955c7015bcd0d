/// How many scalars of a foreign text a message repeats.
package let quotationLimit = 80

extension StringProtocol {
  /// The text with everything escaped that a terminal or a reader's eye could be fooled by.
  ///
  /// Printable characters stay; control and format characters (escape sequences, line ends, bidi
  /// overrides, zero-width ones), unusual spaces, private and unassigned code points become the
  /// escapes of JSON. A backslash is doubled, so that the result has one reading only. Nor can the result
  /// begin a command of the runner of a pipeline, wherever in a line it stands; see `withoutCommands`.
  package var escapedForTerminal: String {
    var result = ""
    for scalar in unicodeScalars {
      if scalar == "\\" {
        result += "\\\\"
      } else if scalar.isPlain {
        result.unicodeScalars.append(scalar)
      } else {
        result += scalar.jsonEscape
      }
    }
    return result.withoutCommands
  }

  /// The escaped text in quotation marks, cut when long: for messages that repeat foreign text.
  package var quotedForTerminal: String {
    let shown = String(String.UnicodeScalarView(unicodeScalars.prefix(quotationLimit)))
    let cut = unicodeScalars.count > quotationLimit ? "…" : ""
    let escaped = shown.escapedForTerminal.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + escaped.joined(separator: "\\\"") + cut + "\""
  }
}

extension String {
  /// The text with the escapes of JSON in what GitHub's runner takes for a command: `::` at the beginning of a
  /// line, spaces apart, and `##[` anywhere in it (actions/runner, `ActionCommand.cs`).
  package var withoutCommands: String {
    var text = self
    if text.utf8.contains(UInt8(ascii: "[")) {
      text = text.replacing("##[", with: "\\u0023#[")
    }
    guard text.drop(while: { $0 == " " }).hasPrefix("::") else { return text }
    return text.prefix { $0 == " " } + "\\u003a" + text.drop { $0 == " " }.dropFirst()
  }
}

extension String {
  /// The text as it stands in XML and HTML, between tags and in attributes in quotation marks.
  ///
  /// Scalars are looked at, as readers do, and not characters: a `"` that a combining mark makes another one ends an
  /// attribute as well.
  ///
  /// - Parameter other: what is written for a scalar that is no sign of markup; `nil` for itself.
  package func escapedForMarkup(_ other: (Unicode.Scalar) -> String? = { _ in nil }) -> String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default:
        if let text = other(scalar) { result += text } else { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether the character shows itself, as itself, wherever it is printed.
  package var isPlain: Bool {
    if isASCII { return value >= 0x20 && value < 0x7f }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate,
      .privateUse, .unassigned:
      return false
    default:
      // Hangul fillers and variation selectors are letters and marks that nobody sees.
      return !properties.isDefaultIgnorableCodePoint
    }
  }

  /// The escape that JSON has for the character: `\n`, `\u001b`, or two of those beyond U+FFFF.
  package var jsonEscape: String {
    switch self {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: String(self).utf16.map(Self.unicodeEscape).joined()
    }
  }

  private static func unicodeEscape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
