internal import Text

/// The way from a document's root to one of its values.
///
/// Prints as a JSON pointer (RFC 6901), such as `/syscalls/3/args/0/op`; the root prints as `/`.
package indirect enum Path: Hashable, Sendable {
  case root
  case member(Path, String)
  case element(Path, Int)

  /// The path of the member with this key.
  package func appending(_ key: String) -> Path { .member(self, key) }
  /// The path of the element with this index.
  package func appending(_ index: Int) -> Path { .element(self, index) }
}

extension Path: CustomStringConvertible {
  /// Safe to print: keys come from the file, hence from anybody.
  package var description: String {
    var steps: [String] = []
    var rest = self
    walk: while true {
      switch rest {
      case .root: break walk
      case .member(let parent, let key):
        steps.append(pointerStep(key))
        rest = parent
      case .element(let parent, let index):
        steps.append(String(index))
        rest = parent
      }
    }
    return "/" + steps.reversed().joined(separator: "/")
  }

  private func pointerStep(_ key: String) -> String {
    var step = ""
    for character in key.unicodeScalars.prefix(quotationLimit) {
      switch character {
      case "~": step += "~0"
      case "/": step += "~1"
      default: step.unicodeScalars.append(character)
      }
    }
    if key.unicodeScalars.count > quotationLimit { step += "…" }
    return step.escapedForTerminal
  }
}
