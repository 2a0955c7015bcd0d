internal import Findings
internal import JSON
internal import Syscalls

/// The observations and sets of a file, to which its runs refer.
struct FileSets {
  /// An observation without numbers and places.
  fileprivate struct Column {
    let key: ObservationKey
    let outcomes: [Outcome]
    /// Whether a further number tells of ends without a start.
    let hasOrphans: Bool
  }

  /// In the order of their keys.
  private let sets: [String: [Column]]

  init(decoding root: Node) throws(JSONError) {
    let columnsNode = try root.value("observations")
    var columns: [Column] = []
    for node in try columnsNode.elements() { columns.append(try Column(decoding: node)) }
    guard Set(columns.map(\.key)).count == columns.count else {
      throw columnsNode.error("holds one observation twice")
    }
    var sets: [String: [Column]] = [:]
    for member in try root.value("sets").members() {
      var set: [Column] = []
      var previous = -1
      for node in try member.value.elements() {
        let index = try node.count()
        guard index > previous, index < columns.count else {
          throw node.error("expected places of /observations from 0, ascending")
        }
        previous = index
        set.append(columns[index])
      }
      guard !set.isEmpty else { throw member.value.error("is empty") }
      sets[member.key] = set
    }
    self.sets = sets
  }

  /// The observations of a run.
  fileprivate func observations(of node: Node) throws(JSONError) -> [Observation] {
    let name = try node.value("set")
    guard let set = sets[try name.string()] else { throw name.error("is none of /sets") }
    let counts = try node.value("counts")
    let lines = try node.value("first")
    let places = try RunPlaces(decoding: node)
    for row in [counts, lines] where try row.elements().count != set.count {
      throw row.error("expected as many values as the set has observations, \(set.count)")
    }
    var observations: [Observation] = []
    for (index, (counts, line)) in zip(try counts.elements(), try lines.elements()).enumerated() {
      observations.append(
        try set[index].observation(
          counts, SourceLocation(file: places.file(index), line: try line.count())))
    }
    return observations
  }
}

extension FileSets.Column {
  fileprivate init(decoding node: Node) throws(JSONError) {
    try node.allowOnly(keys: ["architecture", "syscall", "arguments", "outcomes"])
    key = try ObservationKey(decoding: node)
    let outcomesNode = try node.value("outcomes")
    var names = try outcomesNode.elements()
    hasOrphans = try names.last?.string() == FileColumns.orphan
    if hasOrphans { names.removeLast() }
    var outcomes: [Outcome] = []
    for name in names {
      guard let outcome = Outcome(named: try name.string()) else {
        throw name.error("is no outcome that whittle knows")
      }
      outcomes.append(outcome)
    }
    guard Set(outcomes).count == outcomes.count else {
      throw outcomesNode.error("holds one outcome twice")
    }
    self.outcomes = outcomes
  }

  fileprivate func observation(
    _ node: Node, _ first: SourceLocation
  ) throws(JSONError) -> Observation {
    var numbers = if case .number = node.content { [node] } else { try node.elements() }
    guard numbers.count <= outcomes.count + (hasOrphans ? 1 : 0) else {
      throw node.error("expected no more numbers than the observation has outcomes")
    }
    let orphans =
      hasOrphans && numbers.count > outcomes.count ? try numbers.removeLast().count() : 0
    var result = Outcomes()
    for (outcome, number) in zip(outcomes, numbers) {
      result.add(outcome, count: try number.count())
    }
    guard result.total >= orphans else {
      throw node.error("tells of more ends without a start than of ends")
    }
    return Observation(key: key, count: result.total - orphans, outcomes: result, first: first)
  }
}

/// The files that the first places of a run's observations are in.
private struct RunPlaces {
  private var files: [String] = []
  /// By observation; empty where there is one file.
  private var indices: [Int] = []

  init(decoding node: Node) throws(JSONError) {
    let filesNode = try node.value("files")
    for file in try filesNode.elements() { files.append(try file.string()) }
    guard let indicesNode = try node.valueIfPresent("firstFiles") else {
      guard files.count == 1 else {
        throw filesNode.error("expected one file, or /firstFiles to tell which is meant")
      }
      return
    }
    let counts = try node.value("counts").elements().count
    let elements = try indicesNode.elements()
    guard elements.count == counts else {
      throw indicesNode.error("expected as many values as /counts has, \(counts)")
    }
    for element in elements {
      let index = try element.count()
      guard index < files.count else { throw element.error("is no place of /files") }
      indices.append(index)
    }
  }

  func file(_ observation: Int) -> String { files[indices.isEmpty ? 0 : indices[observation]] }
}

extension Run {
  init(decoding node: Node, of sets: FileSets) throws(JSONError) {
    try node.allowOnly(keys: [
      "id", "name", "formats", "lines", "processes", "ledger", "files", "set", "counts", "first",
      "firstFiles", "labels", "commandLine",
    ])
    var labels: [String] = []
    for label in try node.valueIfPresent("labels")?.elements() ?? [] {
      labels.append(try label.string())
    }
    let commandLine = try node.valueIfPresent("commandLine")
    let digits = try commandLine?.string()
    if let commandLine, let digits,
      digits.utf8.count != 16 || !digits.utf8.allSatisfy(\.isHexadecimal)
    {
      throw commandLine.error("expected 16 hexadecimal digits")
    }
    try self.init(
      decoding: node, observations: try sets.observations(of: node), idLengths: [32, 16],
      labels: labels, commandLine: digits)
  }
}
