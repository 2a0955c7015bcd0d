internal import Text

extension String {
  /// The text as it stands in Markdown: what would be markup, HTML, a mention or a reference is plain text.
  var escapedForMarkdown: String {
    var result = ""
    let text = replacing("://", with: ":\u{0}//").replacing("www.", with: "www\u{0}.")
    for scalar in text.withoutCommands.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\n", "\r": result += " "
      // GitHub and GitLab look for mentions and references in the text that is left; the empty comment
      // keeps the name from its sign.
      case "@", "#", "!", "~", "$": result += "\\\(scalar)<!-- -->"
      // No address becomes a link by itself.
      case "\u{0}": result += "<!-- -->"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "|", "+": result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text, escaped for terminals, as code in the cell of a table, which ends at a bar even in code, unless
  /// there is a backslash before it.
  var asMarkdownCell: String { asMarkdownCode.replacing("|", with: "\\|") }

  /// The text, escaped for terminals, as code in a line.
  var asMarkdownCode: String {
    let text = escapedForTerminal
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return longest == 0 ? "\(fence)\(text)\(fence)" : "\(fence) \(text) \(fence)"
  }
}
