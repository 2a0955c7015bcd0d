internal import Findings
internal import JSON
internal import Syscalls
internal import Text

extension ProfileDecoder {
  mutating func architectures(of members: [JSON.Node.Member]) -> Profile.Architectures {
    let entries =
      read("archMap", of: members, "only the machine's own ABI is let in; write architectures")
        == nil
      ? [] : elements("archMap", of: members, maximum: Self.maximumConditions)
    let listed = strings("architectures", of: members, maximum: Self.maximumConditions)
    if !entries.isEmpty, !listed.isEmpty, let node = field("archMap", of: members) {
      report(
        .architectures, .error, at: node,
        "architectures and archMap exclude each other: Docker refuses the profile; keep one")
    }
    // A map of which no machine takes an entry says what an empty list says.
    let families = families(entries)
    return families.isEmpty ? .list(list(listed)) : .map(families)
  }

  private mutating func list(_ listed: [(text: String, node: JSON.Node)]) -> [Architecture] {
    let architectures = listed.compactMap { placedArchitecture($0.text, at: $0.node) }
    refuseMixedByteOrder(architectures, at: listed.map(\.node))
    if let native, let first = listed.first, !architectures.isEmpty,
      !architectures.contains(native)
    {
      report(
        .architectures, .warning, at: first.node,
        "the machine's own \(native.scmpName) is not listed; libseccomp adds it, so that the rules hold "
          + "for it all the same. List it, so that the profile says what it does")
    }
    return architectures
  }

  /// The entries of the map. Of those that the machine never takes, what would keep a container from
  /// starting elsewhere is no more than a warning, and so is one that no machine takes: Docker compares its
  /// name with the machine's, and reads no further.
  private mutating func families(_ entries: [JSON.Node]) -> [Profile.Family] {
    var isTaken = false
    return entries.compactMap { node in
      // To Go, null is an entry without keys.
      guard !node.isNull, let members = members(of: node, .family) else {
        if node.isNull { reportUntaken(at: node, "null is no architecture") }
        return nil
      }
      guard let key = field("architecture", of: members) else {
        reportUntaken(at: node, "the key architecture is missing")
        return nil
      }
      let name = string(key)
      if let name, Architecture(scmpName: name) == nil {
        reportUntaken(
          at: key, "unknown architecture \(name.quotedForTerminal)", meantName(by: name))
        return nil
      }
      // Docker takes the first entry of the machine's name; without a machine none is surely taken.
      let isOwn = name == native?.scmpName && !isTaken
      if native != nil, isOwn { isTaken = true }
      return family(key, name, of: members, isTaken: native == nil ? nil : isOwn)
    }
  }

  private mutating func reportUntaken(
    at node: JSON.Node, _ reason: String, _ meant: String? = nil
  ) {
    report(
      .architectures, .warning, at: node,
      "\(reason), so that no machine takes the entry; "
        + (meant.map { "did you mean \($0)?" } ?? "remove it"))
  }

  /// - Parameter isTaken: whether the machine takes the entry; `nil` where the machine is not known.
  private mutating func family(
    _ key: JSON.Node, _ name: String?, of members: [JSON.Node.Member], isTaken: Bool?
  ) -> Profile.Family? {
    let listed = strings("subArchitectures", of: members, maximum: Self.maximumConditions)
    let others = listed.compactMap {
      isTaken == false
        ? architecture($0.text, at: $0.node, .warning) : placedArchitecture($0.text, at: $0.node)
    }
    guard let name,
      let architecture = isTaken == false
        ? architecture(name, at: key) : placedArchitecture(name, at: key)
    else { return nil }
    refuseMixedByteOrder(
      [architecture] + others, at: [key] + listed.map(\.node),
      isTaken == true ? nil : architecture)
    return Profile.Family(architecture, others)
  }

  /// One that counts, whose place is kept.
  private mutating func placedArchitecture(_ name: String, at node: JSON.Node) -> Architecture? {
    guard let architecture = architecture(name, at: node) else { return nil }
    if architecturePlaces[architecture] == nil {
      architecturePlaces[architecture] = location(of: node)
    }
    return architecture
  }

  private mutating func architecture(
    _ name: String, at node: JSON.Node, _ severity: Finding.Severity = .error
  ) -> Architecture? {
    if let architecture = Architecture(scmpName: name) { return architecture }
    let known = Architecture.allCases.map(\.scmpName)
    let advice =
      if name == "SCMP_ARCH_NATIVE" {
        "runtimes do not know that name; write the machine's, such as "
          + (native ?? .x86_64).scmpName
      } else if let meant = meantName(by: name) {
        "did you mean \(meant)?"
      } else {
        "one of " + known.joined(separator: ", ")
      }
    report(
      .architectures, severity, at: node,
      "unknown architecture \(name.quotedForTerminal); \(advice)")
    return nil
  }

  /// libseccomp's name of the architecture that another name stands for, with or without the prefix, such
  /// as `amd64`, or that of the most similar one.
  private func meantName(by name: String) -> String? {
    let prefix = "SCMP_ARCH_"
    let known = Architecture.allCases.map(\.scmpName)
    guard name.hasPrefix(prefix) else {
      return Architecture(userName: name.lowercased())?.scmpName ?? nearest(name, among: known)
    }
    let stem = name.dropFirst(prefix.count).lowercased()
    let meant = stem == "x64" ? .x86_64 : Architecture(userName: stem)
    // Without the prefix, which makes any two alike: M68K is no X86.
    return meant?.scmpName
      ?? nearest(stem, among: known.map { String($0.dropFirst(prefix.count)) }).map { prefix + $0 }
  }

  /// - Parameter elsewhere: the machine whose entry of the map it is, where that is not surely this one.
  private mutating func refuseMixedByteOrder(
    _ architectures: [Architecture], at nodes: [JSON.Node], _ elsewhere: Architecture? = nil
  ) {
    // Names that are no architecture have their own error, after which places no longer pair up.
    guard architectures.count == nodes.count, let first = architectures.first else { return }
    for (architecture, node) in zip(architectures, nodes)
    where architecture.isLittleEndian != first.isLittleEndian {
      report(
        .architectures, elsewhere == nil ? .error : .warning, at: node,
        "\(architecture.scmpName) and \(first.scmpName) differ in byte order; libseccomp refuses "
          + "to put them into one filter (EDOM)"
          + (elsewhere.map {
            ", so that no container starts with it on \($0); other machines pass over the entry"
          }
            ?? ""))
      return
    }
  }
}
