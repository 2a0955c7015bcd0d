internal import Findings
internal import JSON
internal import Syscalls
internal import Text

extension ProfileDecoder {
  mutating func rules(
    of members: [JSON.Node.Member], defaultAction: Action?
  ) -> [Profile.ScopedRule] {
    var rules: [Profile.ScopedRule] = []
    var nameCount = 0
    for node in elements("syscalls", of: members, maximum: Self.maximumRules) {
      guard !node.isNull else {
        report(.wrongType, .error, at: node, "null is no rule: it crashes dockerd; remove it")
        continue
      }
      guard let rule = scopedRule(node, defaultAction: defaultAction) else { continue }
      nameCount += rule.rule.names.count
      guard nameCount <= Self.maximumNames else {
        report(.tooLarge, .error, at: node, "more than \(Self.maximumNames) names in the profile")
        break
      }
      rules.append(rule)
    }
    reportConflicts(among: rules, defaultAction: defaultAction)
    return rules
  }

  /// `nil` for a rule with an error, too: without the condition that cannot be read, for one, it would be
  /// another rule, and be said to make others ineffective.
  private mutating func scopedRule(
    _ node: JSON.Node, defaultAction: Action?
  ) -> Profile.ScopedRule? {
    let errorsBefore = errorCount
    guard let members = members(of: node, .rule) else { return nil }
    let spelled = names(of: members, at: node)
    let names = spelled.map(\.text)
    let action = ruleAction(of: members, at: node, names: names, defaultAction: defaultAction)
    let conditions = conditions(of: members)
    let comment = comment(of: members)
    let includes = scope("includes", of: members)
    let excludes = scope("excludes", of: members)
    guard !names.isEmpty, let action, errorCount == errorsBefore else { return nil }
    return Profile.ScopedRule(
      Rule(
        names: names, action: action, conditions: conditions,
        comment: comment == "" ? nil : comment,
        location: location(of: node), nameLocations: spelled.map { location(of: $0.node) }),
      includes: includes, excludes: excludes)
  }

  /// The last one, which Go's readers keep.
  private mutating func comment(of members: [JSON.Node.Member]) -> String? {
    let nodes = members.filter { $0.key == "comment" && !$0.value.isNull }.map(\.value)
    if let last = nodes.last, nodes.count > 1 {
      report(
        .duplicateKey, .warning, at: last,
        "the rule has \(nodes.count) comments, of which readers keep the last; write one")
    }
    return nodes.compactMap { string($0) }.last
  }

  // MARK: Names

  private mutating func names(
    of members: [JSON.Node.Member], at node: JSON.Node
  ) -> [(text: String, node: JSON.Node)] {
    // An empty one is none to Docker and Podman (moby, setupSeccomp).
    let single = read("name", of: members, "the rule names no call there; write names")
      .flatMap { $0.isEmptyString ? nil : $0 }
    let listed = strings("names", of: members, maximum: Self.maximumNames)
    if let single, !listed.isEmpty {
      report(
        .name, .error, at: single,
        "name and names exclude each other: Docker refuses the profile; keep names")
    }
    let all = listed + (single.flatMap { node in string(node).map { [($0, node)] } } ?? [])
    if all.isEmpty, single == nil, field("names", of: members)?.isEmptyArray ?? true {
      report(
        .name, .error, at: field("names", of: members) ?? node,
        "the rule names no call; crun cannot load it. Write \"names\": [\"read\"], or remove the rule"
      )
    }
    for (name, node) in all { check(name, at: node) }
    return all
  }

  private mutating func check(_ name: String, at node: JSON.Node) {
    if Syscall(name) != nil { return }
    if name.isEmpty {
      report(.name, .error, at: node, "the name is empty; runc refuses the profile")
    } else if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
      let read = name.prefix { $0 != "\0" }
      report(
        .name, .error, at: node,
        "a control character in the name \(name.quotedForTerminal)"
          + (read.utf8.count < name.utf8.count && Syscall(read) != nil
            ? "; libseccomp reads up to it, and opens \(read)" : ""))
    } else if hasEnoughWarnings {
      return
    } else if let number = UInt32(name) {
      let meant = Syscall(number: number, on: native ?? .x86_64)
      report(
        .unknownName, .warning, at: node,
        "\"\(number)\" is no name, and never matches; write the call's name"
          + (meant.map { "; did you mean \($0.name)?" } ?? ""), name: name)
    } else {
      let trimmed = name.lowercased().split(separator: " ").joined(separator: " ")
      if Syscall(trimmed) != nil {
        report(
          .unknownName, .warning, at: node,
          "\(name.quotedForTerminal) never matches: names are lower case, without spaces; "
            + "did you mean \(trimmed)?", name: name)
      } else {
        report(
          .unknownName, .warning, at: node,
          "no Linux up to 7.1 has the call \(name.quotedForTerminal); runtimes drop such names "
            + "silently" + (nearestCall(to: name).map { "; did you mean \($0)?" } ?? ""), name: name
        )
      }
    }
  }

  // MARK: Actions

  private mutating func ruleAction(
    of members: [JSON.Node.Member], at node: JSON.Node, names: [String], defaultAction: Action?
  ) -> Action? {
    guard let actionNode = field("action", of: members) else {
      report(
        .action, .error, at: node,
        "the key action is missing; one of " + Action.scmpNames.joined(separator: ", "))
      return nil
    }
    guard let action = action(actionNode, errnoRet: "errnoRet", errno: "errno", of: members)
    else { return nil }
    if action == .notify, names.contains("write") {
      report(
        .notify, .error, at: actionNode,
        "runc refuses SCMP_ACT_NOTIFY for write, which it needs to hand over the listener")
    }
    if action.canonical == defaultAction?.canonical {
      report(
        .noEffect, .warning, at: actionNode,
        "\(action) is the default action; runtimes skip the rule, also where it was meant as an "
          + "exception from another one. Remove it")
    }
    return action
  }
}

extension JSON.Node {
  fileprivate var isEmptyArray: Bool {
    if case .array(let elements) = content { elements.isEmpty } else { false }
  }

  /// Whether it is an array or an object without anything in it.
  var isEmptyCollection: Bool {
    switch content {
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    case .null, .bool, .number, .string: false
    }
  }

  fileprivate var isEmptyString: Bool {
    if case .string(let string) = content { string.isEmpty } else { false }
  }
}
