internal import Filters
package import JSON
internal import Syscalls
internal import Text
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
    let rows = Self.rows(of: difference.changes)
    for row in rows {
      let change = row.change
      table.add([
        change.direction.rawValue, row.machines, change.subject, change.from.description,
        change.to.description, change.example,
      ])
    }
    let counts = Difference.Change.Direction.allCases.compactMap { direction -> String? in
      let count = rows.count { $0.change.direction == direction }
      return count == 0 ? nil : "\(count) \(direction.words)"
    }
    return (table.lines + [counts.joined(separator: ", ")]).joined(separator: "\n")
  }

  /// Changes that several architectures share, in one row.
  static func rows(
    of changes: [Difference.Change]
  ) -> [(change: Difference.Change, machines: String)] {
    struct Key: Hashable {
      let subject: String
      let from: String
      let to: String
    }
    var order: [Key] = []
    var groups: [Key: [Difference.Change]] = [:]
    for change in changes {
      let key = Key(
        subject: change.subject, from: change.from.description, to: change.to.description)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(change)
    }
    return order.compactMap { key in
      guard let group = groups[key], let first = group.first else { return nil }
      return (first, group.map(\.machine).joined(separator: ", "))
    }
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
    architectures.isEmpty
      ? "0x" + String(witness.architectureToken, radix: 16)
      : architectures.map(\.rawValue).joined(separator: ", ")
  }

  /// The call, or calls, in words; not escaped.
  var subject: String {
    switch scope {
    case .call:
      let name = syscall?.name ?? ""
      return arguments.map { "\(name)(\($0))" } ?? name
    case .wholeArchitecture: return "every call: one side refuses all alike"
    case .unnamed: return "calls without a name"
    case .byDefault: return "all that is left to the default: \(count)"
    case .beforeTheFilter: return "all that runc answers before a filter: \(count)"
    }
  }

  private var count: String {
    guard !calls.isEmpty else { return "no call with a name" }
    let count = calls.count.counting("call") + " with a name"
    return partly.isEmpty ? count : "\(count), some arguments of \(partly.map(\.name).listed)"
  }

  /// The change as one line.
  var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("direction", .string(direction.rawValue)),
      .init("architecture", .string(architecture?.rawValue ?? machine)),
    ]
    if architectures.count > 1 {
      members.append(.init("architectures", .array(architectures.map { .string($0.rawValue) })))
    }
    if let syscall { members.append(.init("syscall", .string(syscall.name))) }
    switch scope {
    case .call, .unnamed: break
    case .wholeArchitecture: members.append(.init("wholeArchitecture", .bool(true)))
    case .byDefault:
      members.append(.init("byDefault", .array(calls.map { .string($0.name) })))
    case .beforeTheFilter:
      members.append(.init("beforeTheFilter", .array(calls.map { .string($0.name) })))
    }
    if !partly.isEmpty {
      members.append(.init("partly", .array(partly.map { .string($0.name) })))
    }
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
