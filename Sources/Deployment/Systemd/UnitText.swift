internal import Findings
internal import JSON
internal import Text

/// The assignments of a unit of systemd and its drop-ins (systemd.syntax(7)).
struct UnitText: Sendable {
  /// `Key=value`, which stands in a section.
  struct Assignment: Sendable {
    let section: String
    let key: String
    let value: String
    let location: SourceLocation
  }

  /// In the order in which systemd reads them.
  private(set) var assignments: [Assignment] = []
  /// Lines that systemd passes over.
  private(set) var ignored: [(line: String, location: SourceLocation)] = []
  /// Such as `web.service`; not escaped.
  let name: String
  /// Whether all that systemd reads of the unit is here, and not a drop-in alone.
  let isWhole: Bool

  private static let sections: Set<Substring> = [
    "Unit", "Service", "Install", "Container", "Socket", "Mount", "Swap", "Scope", "Slice",
  ]

  /// Whether the first line that says something is the head of a section.
  static func isMeant(by bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0.isWhitespace }
      if line.isEmpty || line.first == "#" || line.first == ";" { continue }
      return section(of: line).map { sections.contains($0) || $0.hasPrefix("X-") } ?? false
    }
    return false
  }

  /// - Parameter dropIns: what is read after the unit.
  init(_ file: Deployment.File, dropIns: [Deployment.File]) throws(DeploymentError) {
    // `web.service.d/filter.conf` is of web.service.
    let steps = file.path.split(separator: "/")
    let folder = steps.dropLast().last.map(String.init)?.withoutSuffix(".d")
    isWhole = folder == nil
    var name = folder ?? steps.last.map(String.init) ?? file.path
    let text = try Self.text(of: file)
    // What systemctl cat prints tells the path.
    if let first = text.split(separator: "\n").first, first.hasPrefix("# /"),
      let own = first.split(separator: "/").last
    {
      name = String(own)
    }
    self.name = name
    read(text, of: file.path)
    for dropIn in dropIns { read(try Self.text(of: dropIn), of: dropIn.path) }
  }

  private static func text(of file: Deployment.File) throws(DeploymentError) -> String {
    guard let text = String(validating: file.bytes, as: UTF8.self) else {
      throw DeploymentError("\(file.path.escapedForTerminal) is not UTF-8")
    }
    return text
  }

  private static func section(of line: some StringProtocol) -> Substring? {
    let line = Substring(line.trimmed)
    guard line.first == "[", line.last == "]", line.count > 2 else { return nil }
    return line.dropFirst().dropLast()
  }

  /// A backslash at the end of a line takes in the next one that is no comment.
  private mutating func read(_ text: String, of file: String) {
    var section = ""
    var begun: (text: String, line: Int)?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let trimmed = line.trimmed
      if trimmed.hasPrefix("#") || trimmed.hasPrefix(";") { continue }
      let whole = (begun.map { $0.text + " " } ?? "") + trimmed
      let number = begun?.line ?? index + 1
      if whole.hasSuffix("\\") {
        begun = (String(whole.dropLast()), number)
        continue
      }
      begun = nil
      if whole.isEmpty { continue }
      let place = SourceLocation(file: file, line: number)
      if let own = Self.section(of: whole) {
        section = String(own)
      } else if let equals = whole.firstIndex(of: "="), !section.isEmpty {
        assignments.append(
          Assignment(
            section: section, key: whole[..<equals].trimmed,
            value: whole[whole.index(after: equals)...].trimmed, location: place))
      } else {
        ignored.append((whole, place))
      }
    }
    if let begun {
      ignored.append((begun.text, SourceLocation(file: file, line: begun.line)))
    }
  }

  /// The values of a key, in the order in which systemd reads them; an empty one takes back those before it.
  func values(_ key: String, in section: String) -> ArraySlice<Assignment> {
    let own = assignments.filter { $0.key == key && $0.section == section }
    let last = own.lastIndex { $0.value.isEmpty }
    return last.map { own[own.index(after: $0)...] } ?? own[...]
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: String {
    let rest = drop { $0.isWhitespace }
    return String(rest.reversed().drop { $0.isWhitespace }.reversed())
  }
}
