internal import JSON
internal import Syscalls
internal import Text

/// A file of another kind that is taken for a profile, by what gives it away.
struct OtherFile {
  /// What it is, such as `an OCI runtime configuration`.
  private let kind: String
  /// Where in it a profile stands; `nil` where it holds none.
  private let place: JSON.Path?
  /// How the profile is taken out, or what to name instead.
  private let advice: String
  /// Whether ``advice`` is a command that takes the file's name.
  private let isCommand: Bool

  private init(_ kind: String, at place: JSON.Path? = nil, advice: String, isCommand: Bool = false)
  {
    self.kind = kind
    self.place = place
    self.advice = advice
    self.isCommand = isCommand
  }

  func message(naming file: String) -> String {
    let profile = place.map { ", which holds a profile at \($0)" } ?? ", not a profile"
    return "is \(kind)\(profile); "
      + (isCommand ? "take it out: \(advice) \(file.escapedForTerminal)" : advice)
  }
}

// MARK: Bytes

extension OtherFile {
  /// `nil` for what may be JSON.
  init?(_ bytes: [UInt8]) {
    if let (name, tool) = Self.packers.first(where: { bytes.starts(with: $0.magic) })?.packer {
      self.init("compressed with \(name)", advice: "decompress it first (\(tool))")
    } else if bytes.starts(with: "\u{7f}ELF".utf8) {
      self.init("a program", advice: "name the profile")
    } else if bytes.prefix(4096).contains(0), !bytes.prefix(4).contains(0xfe) {
      self.init(
        "not text", advice: "whittle diff compares files of BPF instructions, and profiles are JSON"
      )
    } else if bytes.starts(with: "#!".utf8) {
      self.init("a script", advice: "name the profile")
    } else if let first = bytes.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }),
      !Self.begins(json: first) || bytes.starts(with: "[Service]".utf8)
        || bytes.starts(with: "[Unit]".utf8), let other = Self.plainText(bytes)
    {
      self = other
    } else {
      return nil
    }
  }

  private static let packers: [(magic: [UInt8], packer: (String, String))] = [
    ([0x1f, 0x8b], ("gzip", "gunzip")), ([0x28, 0xb5, 0x2f, 0xfd], ("zstd", "unzstd")),
    ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], ("xz", "unxz")), (Array("BZh".utf8), ("bzip2", "bunzip2")),
  ]

  private static func begins(json byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "/"): true
    // A byte order mark, and what no text holds.
    case 0x80...: true
    default: false
    }
  }

  /// By the words at the beginning of lines; the first lines are looked at.
  private static func plainText(_ bytes: [UInt8]) -> OtherFile? {
    let lines = bytes.prefix(1 << 16).split(separator: UInt8(ascii: "\n")).prefix(200).map {
      String(decoding: $0, as: UTF8.self)
    }
    let words = lines.filter { !$0.hasPrefix("#") && !$0.hasPrefix("---") && !$0.isEmpty }
    if words.contains(where: { $0.hasPrefix("SystemCallFilter=") || $0 == "[Service]" }) {
      return OtherFile("a unit of systemd", advice: "profiles are JSON")
    }
    let keys = words.compactMap { line -> (key: String, value: String)? in
      guard let colon = line.firstIndex(of: ":"), line.first != " " else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      return (String(line[..<colon]), value.last == "\r" ? String(value.dropLast()) : String(value))
    }
    guard let first = keys.first else { return beginsJSON(words) ? nil : plain }
    func value(_ key: String) -> String? { keys.first { $0.key == key }?.value }
    if let kind = value("kind"), value("apiVersion") != nil {
      return Self.kubernetes(kind, isYAML: true)
    }
    if value("services") != nil {
      return compose
    }
    if value("defaultAction") != nil {
      return OtherFile("YAML", at: .root, advice: "yq -o json .", isCommand: true)
    }
    if Syscall(first.key) != nil {
      return OtherFile("a policy of minijail", advice: "profiles are JSON")
    }
    // A lonely word before a colon may be anything.
    if keys.count > 1, first.key.utf8.allSatisfy({ $0 > 0x20 }) {
      return OtherFile("YAML or other text", advice: "profiles are JSON")
    }
    return beginsJSON(words) ? nil : plain
  }

  private static let plain = OtherFile("plain text", advice: "profiles are JSON")

  /// Whether the first line begins an object, perhaps with comments before it, or is a value of JSON by itself.
  private static func beginsJSON(_ lines: [String]) -> Bool {
    let line = lines.lazy.map { $0.drop { " \t\r".contains($0) } }.first {
      !$0.isEmpty && !$0.hasPrefix("#")
    }
    guard let line, let byte = line.utf8.first else { return true }
    return begins(json: byte) || ["null", "true", "false"].contains(line) || Double(line) != nil
  }

  private static let compose = OtherFile(
    "a compose file", advice: "name the profile that its security_opt names (seccomp=FILE)")

  private static func kubernetes(_ kind: String, isYAML: Bool, at place: JSON.Path? = nil)
    -> OtherFile
  {
    let tool = isYAML ? "yq -o json" : "jq"
    let form = isYAML ? ", YAML" : ""
    let shown = kind.prefix(40).escapedForTerminal
    guard kind == "SeccompProfile" else {
      return OtherFile(
        "a Kubernetes \(shown)\(form)",
        advice: "name the profile's file, which its securityContext names (localhostProfile)")
    }
    return OtherFile(
      "an operator's SeccompProfile\(form)", at: place ?? JSON.Path.root.appending("spec"),
      advice: "\(tool) .spec", isCommand: true)
  }
}

// MARK: JSON

extension OtherFile {
  /// `nil` for an object that has a profile's keys, or nothing of another file's.
  init?(_ root: JSON.Node) {
    let members = (try? root.members()) ?? []
    func has(_ key: String) -> Bool { members.contains { $0.key == key } }
    func text(_ key: String) -> String? {
      (try? root.valueIfPresent(key))?.flatMap { try? $0.string() }
    }
    let lowered = members.map { $0.key.lowercased() }
    guard !lowered.contains("defaultaction"), !lowered.contains("syscalls") else { return nil }

    let inner = Self.profile(in: root, depth: 0)
    if let kind = text("kind"), text("apiVersion") != nil {
      self = Self.kubernetes(kind, isYAML: false, at: inner?.path)
    } else if has("ociVersion") {
      self = Self.holder("an OCI runtime configuration", inner)
    } else if has("whittle") || (has("runs") && has("totals")) {
      self.init("an observation file", advice: "name it with --trace")
    } else if has("seccomp-profile") {
      self.init(
        "a configuration of dockerd", advice: "name the profile that its seccomp-profile names")
    } else if let inner {
      self = Self.holder("another file", inner)
    } else if Self.isCompose(root) {
      self = Self.compose
    } else if case .array(let elements) = root.content {
      let isInspection = elements.contains { element in
        ((try? element.members()) ?? []).contains { $0.key == "HostConfig" }
      }
      guard isInspection else { return nil }
      self.init(
        "what docker inspect prints",
        advice: "its SecurityOpt names the profile, or holds it as text behind seccomp=")
    } else {
      return nil
    }
  }

  /// As `docker compose config --format json` prints it.
  private static func isCompose(_ root: JSON.Node) -> Bool {
    let services = (try? root.valueIfPresent("services"))?.flatMap { try? $0.members() } ?? []
    return services.contains { service in
      ((try? service.value.members()) ?? []).contains { ["image", "build"].contains($0.key) }
    }
  }

  /// The profile that a file of another kind holds as it is, whose runtime reads it so.
  static func heldProfile(in root: JSON.Node) -> JSON.Node? {
    func value(_ key: String, of node: JSON.Node?) -> JSON.Node? {
      node.flatMap { try? $0.valueIfPresent(key) }
    }
    let held: JSON.Node?
    if value("ociVersion", of: root) != nil {
      held = value("seccomp", of: value("linux", of: root))
    } else if (try? value("kind", of: root)?.string()) == "SeccompProfile",
      value("apiVersion", of: root) != nil
    {
      held = value("spec", of: root)
    } else {
      held = nil
    }
    return held.flatMap { $0.isNull ? nil : $0 }
  }

  private static func holder(_ kind: String, _ profile: JSON.Node?) -> OtherFile {
    guard let profile else {
      return OtherFile(kind, advice: "it holds no profile: its container runs unconfined")
    }
    return OtherFile(kind, at: profile.path, advice: "jq \(profile.path.jq)", isCommand: true)
  }

  /// The first object within `node` that has a profile's default action.
  private static func profile(in node: JSON.Node, depth: Int) -> JSON.Node? {
    guard depth < 8 else { return nil }
    switch node.content {
    case .object(let members):
      if members.contains(where: { $0.key == "defaultAction" }) { return node }
      return members.lazy.compactMap { profile(in: $0.value, depth: depth + 1) }.first
    case .array(let elements):
      return elements.lazy.compactMap { profile(in: $0, depth: depth + 1) }.first
    default:
      return nil
    }
  }
}

extension JSON.Path {
  /// As jq has it: `.linux.seccomp`, in quotation marks where a shell needs them.
  fileprivate var jq: String {
    var steps: [String] = []
    var isPlain = true
    var rest = self
    walk: while true {
      switch rest {
      case .root: break walk
      case .member(let parent, let key):
        let isWord = key.utf8.allSatisfy {
          (0x61...0x7a).contains($0) || (0x41...0x5a).contains($0) || $0 == 0x5f
        }
        isPlain = isPlain && isWord
        steps.append(isWord ? ".\(key)" : ".\"\(key.escapedForTerminal)\"")
        rest = parent
      case .element(let parent, let index):
        isPlain = false
        steps.append("[\(index)]")
        rest = parent
      }
    }
    let path = steps.reversed().joined()
    let filter = path.hasPrefix("[") ? "." + path : path
    return isPlain ? filter : "'\(filter)'"
  }
}
