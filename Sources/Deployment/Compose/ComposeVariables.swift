/// What Compose puts in place of `$NAME` and `${NAME…}` is not known to a reader of the file.
enum ComposeVariables {
  /// The text that stands for itself; `nil` where a variable is part of it. `$$` is a dollar sign.
  static func literal(_ text: String) -> String? {
    guard text.contains("$") else { return text }
    var result = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "$" {
        guard rest.popFirst() == "$" else { return nil }
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// The parts of a text between colons, but for those within `${…}`.
  static func parts(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "{", depth > 0 || previous == "$" { depth += 1 }
      if scalar == "}", depth > 0 { depth -= 1 }
      if scalar == ":", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return parts
  }

  /// The text with a word in place of each variable; `nil` where nobody can tell what it begins with.
  static func shape(_ path: String) -> String? {
    if let literal = literal(path) { return literal }
    let beginning = path.prefix { $0 != "$" }
    guard !["", "/", "~", "/var/", "/run/", "/var/run/"].contains(beginning) else { return nil }
    return beginning + "variable"
  }
}
