internal import Findings
package import JSON
internal import Syscalls

extension Observations {
  /// Whether a file that begins so claims to hold observations.
  package static func isObservationFile(beginningWith sample: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: sample.prefix(256), as: UTF8.self)
    return text.first { !$0.isWhitespace } == "{" && text.contains("\"\(versionKey)\"")
  }

  /// Reads what ``fileBytes`` wrote; anything else is refused with its place.
  package init(decoding root: Node) throws(JSONError) {
    try root.allowOnly(keys: [Self.versionKey, "totals", "unread", "runs"])
    let version = try root.value(Self.versionKey)
    guard try version.integer(Int.self) == Self.fileVersion else {
      throw version.error(
        "is not the version that this whittle reads (\(Self.fileVersion)); observe the logs again")
    }
    let runsNode = try root.value("runs")
    var runs: [Run] = []
    for node in try runsNode.elements() { runs.append(try Run(decoding: node)) }
    guard !runs.isEmpty else {
      throw runsNode.error("is empty: nothing was recorded, so nothing can be said of it")
    }
    guard Set(runs.map(\.id)).count == runs.count else {
      throw runsNode.error("holds one run twice")
    }
    var unread: Set<String> = []
    for path in try root.valueIfPresent("unread")?.elements() ?? [] {
      unread.insert(try path.string())
    }
    self.init(runs: runs, unread: unread)
    let totals = try root.value("totals")
    guard try totals.isSame(as: totalsJSON) else {
      throw totals.error("does not sum up the runs; the file was changed by hand")
    }
  }
}

extension Node {
  /// Whether the node holds objects and integers only, the same as `value` does.
  fileprivate func isSame(as value: JSON.Value) throws(JSONError) -> Bool {
    switch value {
    case .number(let number): return try integer(Int128.self) == number
    case .object(let expected, _):
      let found = try members()
      guard found.count == expected.count else { return false }
      for (found, expected) in zip(found, expected) {
        guard found.key == expected.key, try found.value.isSame(as: expected.value) else {
          return false
        }
      }
      return true
    default: return false
    }
  }
}

extension Run {
  init(decoding node: Node) throws(JSONError) {
    try node.allowOnly(keys: [
      "id", "name", "formats", "lines", "processes", "ledger", "observations",
    ])
    let idNode = try node.value("id")
    let id = try idNode.string()
    guard id.utf8.count == 16, UInt64(id, radix: 16) != nil, id == id.lowercased() else {
      throw idNode.error("expected sixteen hexadecimal digits")
    }
    var formats: [String] = []
    for format in try node.value("formats").elements() { formats.append(try format.string()) }
    let observationsNode = try node.value("observations")
    var observations: [Observation] = []
    for observation in try observationsNode.elements() {
      observations.append(try Observation(decoding: observation))
    }
    guard !observations.isEmpty else { throw observationsNode.error("is empty") }
    guard Set(observations.map(\.key)).count == observations.count else {
      throw observationsNode.error("holds one observation twice")
    }
    self.init(
      id: id, name: try node.value("name").string(), formats: formats.sorted(),
      lines: try node.value("lines").count(), processes: try node.value("processes").count(),
      observations: observations.sorted { $0.key < $1.key },
      ledger: try Ledger(decoding: try node.value("ledger")))
  }
}

extension Node {
  fileprivate func count() throws(JSONError) -> Int {
    let count = try integer(Int.self)
    guard count >= 0, count <= 1 << 40 else { throw error("expected a count from 0 to 2^40") }
    return count
  }
}

extension Ledger {
  init(decoding node: Node) throws(JSONError) {
    self.init()
    for member in try node.members() {
      guard let kind = Kind(rawValue: member.key) else {
        throw member.value.error("is no kind of entry that whittle knows")
      }
      try member.value.allowOnly(keys: ["count", "first"])
      var places: [SourceLocation] = []
      for place in try member.value.value("first").elements() {
        places.append(try SourceLocation(decoding: place))
      }
      add(kind, Entry(count: try member.value.value("count").count(), places: places))
    }
  }
}

extension Observation {
  init(decoding node: Node) throws(JSONError) {
    try node.allowOnly(keys: [
      "architecture", "syscall", "arguments", "count", "outcomes", "first",
    ])
    let architectureNode = try node.value("architecture")
    guard let architecture = Architecture(rawValue: try architectureNode.string()) else {
      throw architectureNode.error("is no architecture that whittle knows")
    }
    var arguments = ArgumentValues()
    if let argumentsNode = try node.valueIfPresent("arguments") {
      let members = try argumentsNode.members()
      guard members.count <= ArgumentValues.capacity else {
        throw argumentsNode.error("holds more than \(ArgumentValues.capacity) values")
      }
      var previous = -1
      for member in members {
        guard let index = Int(member.key), (0..<6).contains(index), index > previous else {
          throw member.value.error("expected the indices of arguments, 0 to 5, ascending")
        }
        previous = index
        arguments.append(try member.value.integer(UInt64.self), at: index)
      }
    }
    let count = try node.value("count").count()
    let outcomesNode = try node.value("outcomes")
    let outcomes = try Outcomes(decoding: outcomesNode)
    guard outcomes.total >= count else {
      throw outcomesNode.error("tells of fewer calls than were counted")
    }
    self.init(
      key: ObservationKey(
        architecture: architecture,
        call: SyscallReference(parsing: try node.value("syscall").string()),
        arguments: arguments),
      count: count, outcomes: outcomes, first: try SourceLocation(decoding: try node.value("first"))
    )
  }
}

extension Outcomes {
  init(decoding node: Node) throws(JSONError) {
    self.init()
    for member in try node.members() {
      let count = try member.value.count()
      switch member.key {
      case "returned": add(.returned, count: count)
      case "denied": add(.denied, count: count)
      case "unknown": add(.unknown, count: count)
      default:
        guard let errno = KernelConstants.shared.errno(named: member.key) else {
          throw member.value.error("is no outcome that whittle knows")
        }
        add(.failed(errno: errno), count: count)
      }
    }
  }
}
