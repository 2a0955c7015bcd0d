internal import JSON
internal import Syscalls
internal import Verification

extension WeaknessAnswer {
  /// What is known of the weakness.
  var facts: WeaknessFacts? { WeaknessFacts.all[weakness.id] }

  /// What decides, one text for each thing that the weakness needs.
  var reasons: [Reason] { deciding.map { Reason(ways: $0.map(\.words), remark: remark(on: $0)) } }

  /// Calls or capabilities, and what the filter does about them.
  struct Reason {
    /// One at least.
    let ways: [String]
    /// `refused`, `may run`.
    let remark: String
  }

  private func remark(on ways: [Way]) -> String {
    let answers = Set(ways.map(\.answer))
    let through = answers.compactMap { answer in
      if case .openThrough(let call) = answer { call.name } else { nil }
    }.sorted()
    if !through.isEmpty { return "can be done through \(through.joined(separator: ", "))" }
    let areCapabilities = ways.allSatisfy { $0.way.isCapability }
    if answers.contains(.open) {
      let areCalls = ways.allSatisfy { !$0.way.isCapability }
      return areCapabilities ? "is held" : areCalls ? "may run" : "can be had"
    }
    if areCapabilities { return "is not held" }
    if answers == [.refused] { return "refused" }
    if answers == [.refusedArguments] { return "refused with these arguments" }
    let held = Set(ways.filter { $0.answer == .refusedArguments }.compactMap(\.way.callName))
      .sorted()
    return "refused (\(held.joined(separator: ", ")) with these arguments)"
  }
}

extension WeaknessAnswer.Way {
  /// `keyctl`, `socket(AF_NETLINK, ?, NETLINK_XFRM)`, `CAP_SYS_ADMIN`.
  var words: String {
    switch way {
    case .capability(let name): name
    case .call(let pattern): pattern.words
    }
  }

  var json: JSON.Value {
    var members: [JSON.Value.Member] = [.init("way", .string(words))]
    switch answer {
    case .refused: members.append(.init("answer", "refused"))
    case .refusedArguments: members.append(.init("answer", "refused-arguments"))
    case .open: members.append(.init("answer", "open"))
    case .openThrough(let call):
      members += [.init("answer", "open"), .init("through", .string(call.name))]
    }
    return .object(members, .inline)
  }
}

extension Weakness.Way {
  fileprivate var isCapability: Bool { callName == nil }

  /// `nil` for a capability.
  fileprivate var callName: String? {
    if case .call(let pattern) = self { pattern.call.name } else { nil }
  }
}

extension CallPattern {
  fileprivate var words: String {
    let on = architecture.map { " of \($0)" } ?? ""
    guard let last = arguments.map(\.index).max() else { return call.name + on }
    let values = arguments.reduce(into: [Int: UInt64]()) { $0[$1.index] = $1.value }
    let words = (0...last).map { index in
      values[index].map { call.spelling(of: $0, at: index, beside: values) } ?? "?"
    }
    return "\(call.name)(\(words.joined(separator: ", ")))" + on
  }
}
