internal import Findings
internal import JSON
internal import Syscalls
internal import Text

extension ProfileDecoder {
  mutating func scope(_ key: String, of members: [JSON.Node.Member]) -> Scope {
    guard let node = read(key, of: members, "the rule holds in every container"),
      let members = self.members(of: node, .scope)
    else { return .none }
    let capabilities = strings("caps", of: members)
    let architectures = strings("arches", of: members)
    for (name, node) in capabilities { check(capability: name, at: node) }
    let names = architectures.map(\.text)
    for (name, node) in architectures { check(architecture: name, among: names, at: node) }
    return Scope(
      capabilities: capabilities.map(\.text), architectures: names,
      minimumKernel: read("minKernel", of: members, "the rule holds on every kernel")
        .flatMap { minimumKernel($0, excludes: key == "excludes") })
  }

  private mutating func check(capability name: String, at node: JSON.Node) {
    guard Capability(rawValue: name) == nil, !hasEnoughWarnings else { return }
    let meant = (try? Capability(userName: name))?.rawValue
    report(
      .scope, .warning, at: node,
      "no capability is called \(name.quotedForTerminal), so it never matches"
        + (meant.map { "; did you mean \($0)?" }
          ?? suggestion(name, among: Capability.allCases.map(\.rawValue))))
  }

  private mutating func check(
    architecture name: String, among names: [String], at node: JSON.Node
  ) {
    let known = Architecture.allCases.filter { $0 != .x32 }.map(\.dockerName)
    guard !known.contains(name), !hasEnoughWarnings else { return }
    if name == "x32" {
      // Docker's own profile says amd64 and x32, which is the same as amd64.
      guard !names.contains("amd64") else { return }
      report(
        .scope, .warning, at: node,
        "x32 never matches: Docker compares with the machine's name, which is amd64 there")
      return
    }
    let meant = Architecture(userName: name).map(\.dockerName)
    report(
      .scope, .warning, at: node,
      "Docker calls no machine \(name.quotedForTerminal), so it never matches"
        + (meant.map { "; did you mean \($0)?" } ?? suggestion(name, among: known)))
  }

  private mutating func minimumKernel(_ node: JSON.Node, excludes: Bool) -> KernelVersion? {
    let expectation = "expected a string of two numbers below 256, such as \"4.8\""
    guard case .string(let text) = node.content else {
      report(.scope, .error, at: node, "\(expectation), found \(node.kind)")
      return nil
    }
    if text.isEmpty {
      guard excludes else { return nil }
      report(
        .scope, .warning, at: node,
        "an empty minKernel is 0.0, from which on every kernel is: the rule never holds; remove the key if it should"
      )
      return .least
    }
    guard let version = KernelVersion(minKernel: text) else {
      report(.scope, .error, at: node, "\(expectation), found \(text.quotedForTerminal)")
      return nil
    }
    return version
  }
}
