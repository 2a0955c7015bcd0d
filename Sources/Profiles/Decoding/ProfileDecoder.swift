internal import Findings
internal import JSON
internal import Syscalls
internal import Text

/// Turns the nodes of a profile into its model, collecting what is wrong on the way.
///
/// Functions answer `nil` where there is nothing usable, after they have reported why.
struct ProfileDecoder {
  let file: String
  let native: Architecture?
  /// Who reads the profile; of one that another file holds, who reads that file.
  private(set) var reader: ProfileReader
  /// Whether a file of another kind may stand for the profile that it holds.
  let takesHeld: Bool

  private var errors: [Located] = []
  private var warnings: [Located] = []
  /// How many errors were reported, those that are no finding of their own included.
  private(set) var errorCount = 0
  /// How often each finding about a word stands in the file; by its message.
  private var findingsOfWords: [String: Int] = [:]
  /// Keys that nobody reads, and that are no mistake.
  var notes = ProfileNotes()
  /// Where the architectures stand that count.
  var architecturePlaces: [Architecture: SourceLocation] = [:]

  private typealias Located = (location: SourceLocation, finding: Finding)

  /// Bounds for files of strangers; far beyond any real profile.
  private static let maximumOfEachSeverity = 100
  static let maximumRules = 20_000
  static let maximumNames = 200_000
  static let maximumConditions = 64

  init(file: String, native: Architecture?, reader: ProfileReader, takesHeld: Bool) {
    self.file = file
    self.native = native
    self.reader = reader
    self.takesHeld = takesHeld
  }

  var hasErrors: Bool { !errors.isEmpty }

  /// What is wrong with a word is wrong wherever it stands, and mended everywhere at once.
  private static let rulesOfWords: Set<Finding.TextRule> = [
    .unknownName, .scope, .action, .comparison, .value, .errnoRet,
  ]

  /// In the order of the file. A word that is misspelt in many rules is one finding.
  var findings: [Finding] {
    (errors + warnings).sorted { $0.location < $1.location }.map { location, finding in
      guard let rule = finding.textRule, let count = findingsOfWords[finding.facts], count > 1
      else { return finding }
      return Finding(
        rule, finding.severity, at: location, "\(finding.facts) (in \(count) places)",
        name: finding.calls.first)
    }
  }

  /// Whether nobody would read one more warning, so that none needs to be worked out.
  var hasEnoughWarnings: Bool { warnings.count > Self.maximumOfEachSeverity }

  /// The value of a key that is not read by everybody; `nil` where the reader passes over it, which is told.
  ///
  /// - Parameter consequence: what holds without it.
  mutating func read(
    _ key: String, of members: [JSON.Node.Member], _ consequence: String
  ) -> JSON.Node? {
    guard let node = field(key, of: members) else { return nil }
    guard reader.passesOver(key), !node.isEmptyCollection else { return node }
    report(.scope, .warning, at: node, "\(reader.words) over \(key): \(consequence)")
    return nil
  }

  // MARK: Reporting

  mutating func report(
    _ rule: Finding.TextRule, _ severity: Finding.Severity, at node: JSON.Node, _ message: String,
    name: String? = nil
  ) {
    report(rule, severity, at: location(of: node), message, name: name)
  }

  mutating func report(
    _ rule: Finding.TextRule, _ severity: Finding.Severity, at location: SourceLocation,
    _ message: String, name: String? = nil
  ) {
    if severity == .error { errorCount += 1 }
    if Self.rulesOfWords.contains(rule) {
      findingsOfWords[message, default: 0] += 1
      guard findingsOfWords[message] == 1 else { return }
    }
    let count = severity == .error ? errors.count : warnings.count
    guard count <= Self.maximumOfEachSeverity else { return }
    let isLast = count == Self.maximumOfEachSeverity
    let finding = Finding(
      isLast ? .tooLarge : rule, severity,
      at: location,
      isLast ? "more than \(count) \(severity.rawValue)s; the rest is left out" : message,
      name: isLast ? nil : name)
    if severity == .error {
      errors.append((location, finding))
    } else {
      warnings.append((location, finding))
    }
  }

  // MARK: Access

  func location(of node: JSON.Node) -> SourceLocation {
    SourceLocation(file: file, position: node.position, path: node.path)
  }

  mutating func string(_ node: JSON.Node) -> String? {
    if case .string(let string) = node.content { return string }
    report(.wrongType, .error, at: node, "expected a string, found \(node.kind)")
    return nil
  }

  /// The elements of the array at `key`; none where the key is absent.
  mutating func elements(
    _ key: String, of members: [JSON.Node.Member], maximum: Int
  ) -> [JSON.Node] {
    guard let node = field(key, of: members) else { return [] }
    guard case .array(let elements) = node.content else {
      report(.wrongType, .error, at: node, "expected an array, found \(node.kind)")
      return []
    }
    guard elements.count <= maximum else {
      report(
        .tooLarge, .error, at: node, "\(elements.count) entries; at most \(maximum) are read")
      return []
    }
    return elements
  }

  mutating func strings(
    _ key: String, of members: [JSON.Node.Member], maximum: Int = maximumRules
  ) -> [(text: String, node: JSON.Node)] {
    elements(key, of: members, maximum: maximum).compactMap { node in
      string(node).map { ($0, node) }
    }
  }

  // MARK: The profile

  mutating func profile(_ bytes: [UInt8]) -> Profile? {
    if let other = OtherFile(bytes) {
      report(other)
      return nil
    }
    let root: JSON.Node
    do {
      root = try JSON.Node(parsing: bytes, mayRepeat: ProfileKeys.mayRepeat)
    } catch {
      reportSyntax(error)
      return nil
    }
    return profile(inDocument: root)
  }

  /// The profile that a document is, or holds.
  mutating func profile(inDocument root: JSON.Node) -> Profile? {
    if root.isNull || (try? root.members().isEmpty) == true {
      report(.noProfile, .error, at: root, Self.noProfile)
      return nil
    }
    if takesHeld, let held = OtherFile.heldProfile(in: root) {
      reader = .specification
      return profile(at: held)
    }
    if let other = OtherFile(root) {
      report(other)
      return nil
    }
    return profile(at: root)
  }

  private mutating func profile(at root: JSON.Node) -> Profile? {
    guard let members = members(of: root, .profile) else { return nil }
    let defaultAction = defaultAction(of: members, at: root)
    let architectures = architectures(of: members)
    let flags = flags(of: members)
    let listener = listener(of: members)
    let rules = rules(of: members, defaultAction: defaultAction)
    reportNotes()
    guard let defaultAction, !hasErrors else { return nil }
    return Profile(
      defaultAction: defaultAction, architectures: architectures, flags: flags,
      listener: listener, rules: rules,
      places: ProfilePlaces(
        defaultAction: field("defaultAction", of: members).map(location),
        architectures: architecturePlaces))
  }

  private mutating func report(_ other: OtherFile) {
    report(
      .noProfile, .error,
      at: SourceLocation(
        file: file, position: JSON.Position(offset: 0, line: 1, column: 1), path: .root),
      other.message(naming: file))
  }

  private static let noProfile =
    "no profile here: Docker would run the container unconfined; write at least a defaultAction"

  private static let empty =
    "the file is empty: Docker refuses it (unexpected end of JSON input); write a profile"

  private mutating func reportSyntax(_ error: JSON.SyntaxError) {
    let rule: Finding.TextRule =
      switch error.kind {
      case .empty: .noProfile
      case .duplicateKey: .duplicateKey
      case .tooLarge: .tooLarge
      default: .syntax
      }
    report(
      rule, .error, at: SourceLocation(file: file, position: error.position, path: .root),
      error.kind == .empty ? Self.empty : error.message)
  }

  private mutating func defaultAction(
    of members: [JSON.Node.Member], at root: JSON.Node
  ) -> Action? {
    guard let node = field("defaultAction", of: members) else {
      let consequence =
        elements("syscalls", of: members, maximum: .max).isEmpty
        ? "Docker would run the container unconfined" : "runtimes refuse the profile"
      report(
        .action, .error, at: root,
        "defaultAction is missing; \(consequence). Write one of "
          + Action.scmpNames.joined(separator: ", "))
      return nil
    }
    let action = action(node, errnoRet: "defaultErrnoRet", errno: "defaultErrno", of: members)
    if action == .notify {
      report(
        .notify, .error, at: node,
        "SCMP_ACT_NOTIFY cannot be the default: runc refuses it, since the answer itself needs calls"
      )
    }
    return action
  }

  private mutating func listener(of members: [JSON.Node.Member]) -> Listener? {
    let metadata = field("listenerMetadata", of: members)
    let metadataText = metadata.flatMap { string($0) }
    if reader.passesOver("listenerPath") {
      _ = read("listenerPath", of: members, "SCMP_ACT_NOTIFY has nobody to ask there")
      return nil
    }
    guard let path = field("listenerPath", of: members).flatMap({ string($0) }), !path.isEmpty
    else {
      if let metadata {
        report(
          .notify, .warning, at: metadata,
          "listenerMetadata without a listenerPath: no listener is told it; remove it")
      }
      return nil
    }
    return Listener(path: path, metadata: metadataText)
  }

  private mutating func flags(of members: [JSON.Node.Member]) -> [FilterFlag] {
    guard let list = read("flags", of: members, "the filter is loaded without them") else {
      return []
    }
    let flags: [FilterFlag] = strings("flags", of: members).compactMap { text, node in
      if let flag = FilterFlag(rawValue: text) { return flag }
      let known = FilterFlag.allCases.map(\.rawValue)
      report(
        .flag, .error, at: node,
        "unknown flag \(text.quotedForTerminal), which runc since 1.2 refuses; one of "
          + known.joined(separator: ", ") + suggestion(text, among: known))
      return nil
    }
    if !flags.isEmpty {
      report(
        .flag, .warning, at: list,
        "runc before 1.2 refuses a profile with flags, so that no container starts under it; crun takes them"
      )
    }
    return flags
  }

  /// `; did you mean …?`, or nothing.
  func suggestion(_ word: String, among candidates: some Sequence<String>) -> String {
    nearest(word, among: candidates).map { "; did you mean \($0)?" } ?? ""
  }
}
