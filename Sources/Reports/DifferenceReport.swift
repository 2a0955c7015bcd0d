internal import Filters
package import JSON
internal import Syscalls
package import Verification

/// How two filters differ, for people and for machines.
package struct DifferenceReport: Report {
  private let difference: Difference

  /// Of what two filters answer differently.
  package init(_ difference: Difference) {
    self.difference = difference
  }

  package var text: String {
    guard !difference.isEmpty else { return "no difference" }
    var table = TextTable([
      ("", .left), ("architecture", .left), ("call", .left), ("from", .left), ("to", .left),
      ("for example", .left),
    ])
    for change in difference.changes {
      table.add([
        change.direction.rawValue, change.machine, change.subject, change.from.description,
        change.to.description, change.example,
      ])
    }
    let counts = Difference.Change.Direction.allCases.compactMap { direction -> String? in
      let count = difference.changes.count { $0.direction == direction }
      return count == 0 ? nil : "\(count) \(direction.words)"
    }
    return (table.lines + [counts.joined(separator: ", ")]).joined(separator: "\n")
  }

  package var json: JSON.Value {
    .object([
      .init("same", .bool(difference.isEmpty)),
      .init("changes", .array(difference.changes.map(\.json))),
    ])
  }
}

extension Difference.Change {
  fileprivate var machine: String {
    architecture?.rawValue ?? "0x" + String(witness.architectureToken, radix: 16)
  }

  fileprivate var subject: String {
    if isWholeArchitecture { return "every call: one side refuses all alike" }
    guard let syscall else { return "calls without a name" }
    guard let arguments else { return syscall.name }
    return "\(syscall.name)(\(arguments))"
  }

  fileprivate var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("direction", .string(direction.rawValue)), .init("architecture", .string(machine)),
    ]
    if let syscall { members.append(.init("syscall", .string(syscall.name))) }
    if isWholeArchitecture { members.append(.init("wholeArchitecture", .bool(true))) }
    if let arguments { members.append(.init("arguments", .string(arguments))) }
    members.append(.init("from", .string(from.description)))
    members.append(.init("to", .string(to.description)))
    members.append(.init("witness", .string(example)))
    return .object(members, .inline)
  }
}

extension Difference.Change.Direction {
  fileprivate var words: String {
    switch self {
    case .looser: "looser"
    case .tighter: "tighter"
    case .answer: "answered otherwise"
    }
  }
}
