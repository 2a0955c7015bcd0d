internal import Findings
internal import JSON
internal import Text

/// The keys of a profile, by the kind of object that they stand in.
///
/// Known is what Docker, Podman, CRI-O, containerd, runc or crun read there. All but crun are written in Go,
/// whose `encoding/json` matches keys without regard to case.
enum ProfileKeys: CaseIterable {
  case profile, family, rule, condition, scope

  var known: [String] {
    switch self {
    case .profile:
      [
        "defaultAction", "defaultErrnoRet", "defaultErrno", "architectures", "archMap", "flags",
        "listenerPath", "listenerMetadata", "syscalls",
      ]
    case .family: ["architecture", "subArchitectures"]
    case .rule:
      [
        "names", "name", "action", "errnoRet", "errno", "args", "comment", "includes", "excludes",
      ]
    case .condition: ["index", "value", "valueTwo", "op"]
    case .scope: ["caps", "arches", "minKernel"]
    }
  }

  /// Keys of notes, which nobody misses where they are not read.
  private static let notes: Set = ["comment", "name"]

  private static func marksNote(_ key: String) -> Bool {
    ["_", "$", "#", "//", "x-"].contains { key.hasPrefix($0) }
  }

  /// Whether a key may stand twice in the object at `path`: a note, wherever it stands, or what stands in one.
  /// Docker and Podman pass over both, or keep one of two comments.
  static func mayRepeat(_ key: String, in path: JSON.Path) -> Bool {
    if key == "comment" || marksNote(key) { return true }
    return switch path {
    case .root: false
    case .member(let parent, let key): mayRepeat(key, in: parent)
    case .element(let parent, _): mayRepeat("", in: parent)
    }
  }

  /// Whether a key that nobody reads here is meant for people: no slip of the pen of one that somebody
  /// reads, and none that belongs elsewhere in a profile.
  func isNote(_ key: String) -> Bool {
    if Self.marksNote(key) { return true }
    let telling = known.filter { !Self.notes.contains($0) }
    return place(of: key) == nil && nearest(key, among: telling) == nil
  }

  /// The known key that readers written in Go take `key` for, although it is spelled otherwise.
  func folded(_ key: String) -> String? {
    known.first { $0 != key && key.isTakenByGo(for: $0) }
  }

  /// The other objects of a profile in which such a key is read.
  func place(of key: String) -> String? {
    guard !Self.notes.contains(key) else { return nil }
    return Self.allCases.first { $0 != self && $0.known.contains { key.isTakenByGo(for: $0) } }?
      .words
  }

  private var words: String {
    switch self {
    case .profile: "at the top of a profile"
    case .family: "in an entry of archMap"
    case .rule: "in a rule, an entry of syscalls"
    case .condition: "in a condition, an entry of args"
    case .scope: "in includes and excludes"
    }
  }
}

extension ProfileDecoder {
  /// The value of a key; absent and `null` are the same to Go's readers, hence here.
  ///
  /// A key in another case, which is an error of its own, counts as well: nothing is missing that Docker
  /// reads.
  func field(_ key: String, of members: [JSON.Node.Member]) -> JSON.Node? {
    // By index, as each rule is asked for a dozen keys, and a member is dear to copy.
    for index in members.indices where members[index].key == key && !members[index].value.isNull {
      return members[index].value
    }
    for index in members.indices
    where members[index].key.isTakenByGo(for: key) && !members[index].value.isNull {
      return members[index].value
    }
    return nil
  }

  /// The members of an object that has none but known keys, and notes.
  mutating func members(of node: JSON.Node, _ keys: ProfileKeys) -> [JSON.Node.Member]? {
    guard case .object(let members) = node.content else {
      report(.wrongType, .error, at: node, "expected an object, found \(node.kind)")
      return nil
    }
    let known = keys.known
    for member in members where !known.contains(member.key) {
      let location = SourceLocation(
        file: file, position: member.keyPosition, path: node.path.appending(member.key))
      if reader == .specification, keys == .profile, member.key == "baseProfileName" {
        report(
          .unknownKey, .error, at: location,
          "the operator adds the calls of the base profile, which this file does not hold: name what it wrote on a "
            + "node, or add the rules of the base and take the key out")
      } else if keys.folded(member.key) == nil, keys.isNote(member.key) {
        notes.add(member.key, at: location)
      } else {
        report(.unknownKey, .error, at: location, advice(onKey: member.key, keys))
      }
    }
    return members
  }

  private func advice(onKey key: String, _ keys: ProfileKeys) -> String {
    if let match = keys.folded(key) {
      return
        "the key \(key.quotedForTerminal) is in another case: Docker, Podman, containerd and runc "
        + "read it as \"\(match)\" all the same, crun and others do not; write \"\(match)\""
    }
    let unknown = "unknown key \(key.quotedForTerminal), which every reader passes over"
    if let match = nearest(key, among: keys.known) {
      return "\(unknown); did you mean \"\(match)\"?"
    }
    return "\(unknown); it is read \(keys.place(of: key) ?? "nowhere")"
  }

  /// One warning for all notes.
  mutating func reportNotes() {
    guard let first = notes.first else { return }
    let names = notes.keys.map { $0.quotedForTerminal }
    let shown = names.prefix(3).joined(separator: ", ")
    let subject =
      names.count == 1
      ? "the key \(shown) is" : "the keys \(shown)\(names.count > 3 ? " and others" : "") are"
    report(
      .unknownKey, .warning, at: first,
      "\(subject) known to no reader: Docker, Podman, CRI-O, containerd, runc and crun pass over "
        + "\(names.count == 1 ? "it" : "them")"
        + (notes.count > 1 ? ", in \(notes.count) places" : "")
        + ". A note of a rule is called comment")
  }
}

/// Keys that are notes, in the order of the file.
struct ProfileNotes {
  private(set) var keys: [String] = []
  private(set) var count = 0
  private(set) var first: SourceLocation?
  private var seen: Set<String> = []

  /// Names beyond this many are counted only.
  private static let limit = 8

  mutating func add(_ key: String, at location: SourceLocation) {
    count += 1
    if first == nil { first = location }
    if keys.count < Self.limit, seen.insert(key).inserted { keys.append(key) }
  }
}

extension String {
  /// Whether Go's `encoding/json` takes a key for `known`: letters of ASCII count alike in both cases
  /// (`fold.go`), and so do the two others that Unicode folds to some, the long s and the Kelvin sign.
  fileprivate func isTakenByGo(for known: String) -> Bool {
    guard utf8.count > known.utf8.count else {
      return utf8.count == known.utf8.count
        && zip(utf8, known.utf8).allSatisfy { $0.lowercased == $1.lowercased }
    }
    // The two others take more bytes than the letters that they stand for.
    guard utf8.contains(where: { $0 >= 0x80 }) else { return false }
    let plain = unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar {
      case "\u{17f}": "s"
      case "\u{212a}": "k"
      default: scalar
      }
    }
    return plain.allSatisfy(\.isASCII)
      && plain.map { UInt8($0.value).lowercased }.elementsEqual(known.utf8.map(\.lowercased))
  }
}

extension UInt8 {
  fileprivate var lowercased: UInt8 { (0x41...0x5a).contains(self) ? self + 0x20 : self }
}
