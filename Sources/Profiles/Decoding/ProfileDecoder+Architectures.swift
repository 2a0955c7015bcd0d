internal import Findings
internal import JSON
internal import Syscalls
internal import Text

extension ProfileDecoder {
  mutating func architectures(of members: [JSON.Node.Member]) -> Profile.Architectures {
    let entries = elements("archMap", of: members, maximum: Self.maximumConditions)
    let listed = strings("architectures", of: members, maximum: Self.maximumConditions)
    if !entries.isEmpty, !listed.isEmpty, let node = field("archMap", of: members) {
      report(
        .architectures, .error, at: node,
        "architectures and archMap exclude each other: Docker refuses the profile; keep one")
    }
    guard entries.isEmpty else { return .map(entries.compactMap { family($0) }) }
    return .list(list(listed))
  }

  private mutating func list(_ listed: [(text: String, node: JSON.Node)]) -> [Architecture] {
    let architectures = listed.compactMap { architecture($0.text, at: $0.node) }
    refuseMixedByteOrder(architectures, at: listed.map(\.node))
    if let native, let first = listed.first, !architectures.isEmpty,
      !architectures.contains(native)
    {
      report(
        .architectures, .warning, at: first.node,
        "the machine's own \(native.scmpName) is not listed; libseccomp filters it all the same. "
          + "List it, so that the profile says what it does")
    }
    return architectures
  }

  private mutating func family(_ node: JSON.Node) -> Profile.Family? {
    guard let members = members(of: node, known: ["architecture", "subArchitectures"]) else {
      return nil
    }
    guard let key = field("architecture", of: members) else {
      report(.architectures, .error, at: node, "the key architecture is missing")
      return nil
    }
    let listed = strings("subArchitectures", of: members, maximum: Self.maximumConditions)
    let others = listed.compactMap { architecture($0.text, at: $0.node) }
    guard let name = string(key), let architecture = architecture(name, at: key) else { return nil }
    refuseMixedByteOrder([architecture] + others, at: [key] + listed.map(\.node))
    return Profile.Family(architecture, others)
  }

  private mutating func architecture(_ name: String, at node: JSON.Node) -> Architecture? {
    if let architecture = Architecture(scmpName: name) { return architecture }
    let known = Architecture.allCases.map(\.scmpName)
    let advice =
      if name == "SCMP_ARCH_NATIVE" {
        "runtimes do not know that name; write the machine's, such as "
          + (native ?? .x86_64).scmpName
      } else if let meant = meant(by: name) {
        "did you mean \(meant.scmpName)?"
      } else {
        nearest(name, among: known).map { "did you mean \($0)?" }
          ?? "one of " + known.joined(separator: ", ")
      }
    report(
      .architectures, .error, at: node,
      "unknown architecture \(name.quotedForTerminal); \(advice)")
    return nil
  }

  /// The architecture that another name stands for, with or without the prefix: `amd64`.
  private func meant(by name: String) -> Architecture? {
    let prefix = "SCMP_ARCH_"
    let stem = (name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name).lowercased()
    return stem == "x64" ? .x86_64 : Architecture(userName: stem)
  }

  private mutating func refuseMixedByteOrder(
    _ architectures: [Architecture], at nodes: [JSON.Node]
  ) {
    // Names that are no architecture have their own error, after which places no longer pair up.
    guard architectures.count == nodes.count, let first = architectures.first else { return }
    for (architecture, node) in zip(architectures, nodes)
    where architecture.isLittleEndian != first.isLittleEndian {
      report(
        .architectures, .error, at: node,
        "\(architecture.scmpName) and \(first.scmpName) differ in byte order; libseccomp refuses "
          + "to put them into one filter (EDOM)")
      return
    }
  }
}
