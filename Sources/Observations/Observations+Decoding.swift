internal import Findings
package import JSON
internal import Syscalls
internal import Text

/// What an observation file holds.
package struct RecordedObservations: Sendable {
  /// With the places of the file where they stand.
  package let runs: [RecordedRun]
  /// Paths of recordings that could not be read.
  package let unread: [String]
  /// What the programs of the runs can call.
  package let reach: ProgramReach
  /// The file's path.
  package let path: String
}

/// Why an observation file cannot be read: it is no JSON text, or does not hold what it should.
package struct ObservationFileError: Error, Hashable, Sendable {
  /// Where in the file.
  package let position: JSON.Position
  /// What is wrong, and with which value.
  package let message: String

  init(_ error: JSON.SyntaxError) {
    position = error.position
    message = error.message
  }

  init(_ error: JSONError) {
    position = error.position
    message = "\(error.path): \(error.message)"
  }
}

extension Observations {
  /// What is read of one observation file, in bytes: a million runs.
  package static let maximumFileSize = 1 << 30

  /// Whether a file that begins so claims to hold observations.
  package static func isObservationFile(beginningWith sample: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: sample.prefix(256), as: UTF8.self)
    return text.first { !$0.isWhitespace } == "{" && text.contains("\"\(versionKey)\"")
  }

  /// Reads what ``fileBytes`` wrote, or an earlier version; anything else is refused with its place.
  package init(decoding bytes: [UInt8]) throws(ObservationFileError) {
    let recorded = try RecordedObservations(
      decoding: bytes, of: "", sharing: ObservationShapes())
    self.init(
      runs: recorded.runs.map(\.run), unread: recorded.unread, reach: recorded.reach)
  }
}

extension RecordedObservations {
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: the file's.
  ///   - shapes: those of other files that are read, too.
  package init(
    decoding bytes: [UInt8], of path: String, sharing shapes: ObservationShapes
  ) throws(ObservationFileError) {
    self.path = path
    do {
      var (root, elements) = try DeferredElements.parsing(
        bytes, at: "runs", maximumSize: Observations.maximumFileSize)
      let form = try FileForm(of: root)
      var runs: [RecordedRun] = []
      while let node = try elements?.next() {
        runs.append(
          RecordedRun(
            shapes.sharing(try form.run(node)),
            at: SourceLocation(file: path, position: node.position, path: node.path)))
      }
      self.runs = runs
      unread = try (try root.valueIfPresent("unread")?.elements() ?? []).map {
        node throws(JSONError) in
        try node.string()
      }.sortedByBytes
      reach =
        try root.valueIfPresent("reach").map { node throws(JSONError) in
          try ProgramReach(decoding: node)
        } ?? ProgramReach()
      try check(root, form)
    } catch let error as JSON.SyntaxError {
      throw ObservationFileError(error)
    } catch let error as JSONError {
      throw ObservationFileError(error)
    } catch {
      preconditionFailure("reading JSON throws two kinds of errors")
    }
  }

  private func check(_ root: Node, _ form: FileForm) throws(JSONError) {
    let runsNode = try root.value("runs")
    _ = try runsNode.elements()
    // One of version 2 may be the part of a fleet that found nothing of what was selected.
    if case .version1 = form, runs.isEmpty, unread.isEmpty {
      throw runsNode.error("is empty: nothing was recorded, so nothing can be said of it")
    }
    guard Set(runs.map(\.run.id)).count == runs.count else {
      throw runsNode.error("holds one run twice")
    }
    let totals = try root.value("totals")
    guard try totals.isSame(as: Observations(runs: runs.map(\.run)).totalsJSON) else {
      throw totals.error("does not sum up the runs; the file was changed by hand")
    }
  }
}

/// How runs stand in a file.
private enum FileForm {
  /// Each with its observations.
  case version1
  case version2(FileSets)

  init(of root: Node) throws(JSONError) {
    let version = try root.value(Observations.versionKey)
    switch try version.integer(Int.self) {
    case 1:
      try root.allowOnly(keys: [Observations.versionKey, "totals", "unread", "runs"])
      self = .version1
    case 2:
      try root.allowOnly(keys: [
        Observations.versionKey, Observations.completenessKey, "totals", "unread", "reach",
        "observations", "sets", "runs",
      ])
      self = .version2(try FileSets(decoding: root))
    default:
      throw version.error(
        "is not a version that this whittle reads (1 and \(Observations.fileVersion)); "
          + "observe the logs again")
    }
  }

  func run(_ node: Node) throws(JSONError) -> Run {
    switch self {
    case .version1: try Run(decodingVersion1: node)
    case .version2(let sets): try Run(decoding: node, of: sets)
    }
  }
}

extension Node {
  /// Whether the node holds objects and integers only, the same as `value` does in any order.
  fileprivate func isSame(as value: JSON.Value) throws(JSONError) -> Bool {
    switch value {
    case .number(let number): return try integer(Int128.self) == number
    case .object(let expected, _):
      let found = Dictionary(try members().map { ($0.key, $0.value) }) { first, _ in first }
      guard found.count == expected.count else { return false }
      for member in expected {
        guard try found[member.key]?.isSame(as: member.value) ?? false else { return false }
      }
      return true
    default: return false
    }
  }
}

extension Run {
  /// The members that both versions have.
  init(
    decoding node: Node, observations: [Observation], idLengths: [Int], labels: [String] = [],
    commandLine: String? = nil
  ) throws(JSONError) {
    let idNode = try node.value("id")
    let id = try idNode.string()
    guard idLengths.contains(id.utf8.count), id.utf8.allSatisfy(\.isHexadecimal) else {
      throw idNode.error(
        "expected \(idLengths.map { "\($0)" }.joined(separator: " or ")) hexadecimal digits")
    }
    var formats: [String] = []
    for format in try node.value("formats").elements() { formats.append(try format.string()) }
    self.init(
      id: id, name: try node.value("name").string(), formats: formats.sorted(),
      lines: try node.value("lines").count(), processes: try node.value("processes").count(),
      observations: observations.sorted { $0.key < $1.key },
      ledger: try Ledger(decoding: try node.value("ledger")), labels: labels,
      commandLine: commandLine)
  }

  init(decodingVersion1 node: Node) throws(JSONError) {
    try node.allowOnly(keys: [
      "id", "name", "formats", "lines", "processes", "ledger", "observations",
    ])
    let observationsNode = try node.value("observations")
    var observations: [Observation] = []
    for observation in try observationsNode.elements() {
      observations.append(try Observation(decoding: observation))
    }
    guard !observations.isEmpty else { throw observationsNode.error("is empty") }
    guard Set(observations.map(\.key)).count == observations.count else {
      throw observationsNode.error("holds one observation twice")
    }
    try self.init(decoding: node, observations: observations, idLengths: [16])
  }
}

extension UInt8 {
  /// In lower case.
  var isHexadecimal: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }
}

extension Node {
  func count() throws(JSONError) -> Int {
    let count = try integer(Int.self)
    guard count >= 0, count <= Observation.maximumCount else {
      throw error("expected a count from 0 to 2^36")
    }
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
    let count = try node.value("count").count()
    let outcomesNode = try node.value("outcomes")
    let outcomes = try Outcomes(decoding: outcomesNode)
    guard outcomes.total >= count else {
      throw outcomesNode.error("tells of fewer calls than were counted")
    }
    self.init(
      key: try ObservationKey(decoding: node), count: count, outcomes: outcomes,
      first: try SourceLocation(decoding: try node.value("first")))
  }
}

extension ObservationKey {
  init(decoding node: Node) throws(JSONError) {
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
    self.init(
      architecture: architecture,
      call: SyscallReference(parsing: try node.value("syscall").string()), arguments: arguments)
  }
}

extension Outcome {
  /// `nil` where no outcome has the name.
  init?(named name: String) {
    switch name {
    case "returned": self = .returned
    case "denied": self = .denied
    case "unknown": self = .unknown
    default:
      guard let errno = KernelConstants.shared.errno(named: name) else { return nil }
      self = .failed(errno: errno)
    }
  }
}

extension Outcomes {
  init(decoding node: Node) throws(JSONError) {
    self.init()
    for member in try node.members() {
      guard let outcome = Outcome(named: member.key) else {
        throw member.value.error("is no outcome that whittle knows")
      }
      add(outcome, count: try member.value.count())
    }
  }
}
