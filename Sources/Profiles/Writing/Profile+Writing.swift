internal import JSON
internal import Syscalls

extension Profile {
  /// The profile as a file in Docker's form, scopes and architecture map included.
  package var fileBytes: [UInt8] {
    let architectureMember: JSON.Value.Member =
      switch architectures {
      case .list(let architectures): .init("architectures", list(architectures.map(\.scmpName)))
      case .map(let families): .init("archMap", .array(families.map(\.written)))
      }
    return JSON.Value.object(
      head(defaultAction) + [architectureMember] + tail(flags, listener)
        + [.init("syscalls", .array(rules.map(\.written)))]
    ).fileBytes
  }
}

extension Profile.Family {
  fileprivate var written: JSON.Value {
    .object([
      .init("architecture", .string(architecture.scmpName)),
      .init("subArchitectures", list(subArchitectures.map(\.scmpName))),
    ])
  }
}

extension Profile.ScopedRule {
  fileprivate var written: JSON.Value {
    var members = rule.members
    if includes != .none { members.append(.init("includes", includes.written)) }
    if excludes != .none { members.append(.init("excludes", excludes.written)) }
    return .object(members)
  }
}

extension Scope {
  fileprivate var written: JSON.Value {
    var members: [JSON.Value.Member] = []
    if !capabilities.isEmpty { members.append(.init("caps", list(capabilities))) }
    if !architectures.isEmpty { members.append(.init("arches", list(architectures))) }
    if let minimumKernel {
      members.append(
        .init("minKernel", .string(minimumKernel == .least ? "" : minimumKernel.description)))
    }
    return .object(members, .inline)
  }
}
