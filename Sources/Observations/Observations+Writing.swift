internal import Findings
package import JSON
internal import Syscalls

/// The file form of observations: deterministic, mergeable, made to be reviewed in a diff.
///
/// What runs have in common stands once: each different observation, and each set of them that runs
/// show. A run refers to its set, and has its counts and places in the set's order.
extension Observations {
  /// The version of the file form that is written. Version 1 is read as well.
  package static let fileVersion = 2

  static let versionKey = "whittleObservations"
  static let completenessKey = "completeness"

  /// The bytes of an observation file, which end in a newline.
  package var fileBytes: [UInt8] { fileBytes(completeness: nil) }

  /// The same with how much the runs have shown, which follows from them; a reader of files passes it over.
  ///
  /// `isOneLine`: for engines that take a record a line.
  package func fileBytes(completeness: JSON.Value?, isOneLine: Bool = false) -> [UInt8] {
    let columns = FileColumns(runs)
    var writer = ObjectWriter(isOneLine: isOneLine)
    writer.add(Self.versionKey, .integer(Self.fileVersion))
    if let completeness { writer.add(Self.completenessKey, completeness) }
    // Sums the runs up for the reader of a diff.
    writer.add("totals", totalsJSON)
    if !unread.isEmpty { writer.add("unread", .array(unread.map { .string($0) })) }
    if !reach.isEmpty { writer.add("reach", reach.json) }
    writer.add("observations", columns.observationsJSON)
    writer.add("sets", columns.setsJSON)
    writer.add("runs", runs) { run in run.json(in: columns) }
    return writer.finish()
  }

  /// Calls entered, by architecture and call.
  var totalsJSON: JSON.Value {
    var sums: [Architecture: [SyscallReference: Int]] = [:]
    for (observation, _) in totals {
      sums[observation.key.architecture, default: [:]][observation.key.call, default: 0] +=
        observation.count
    }
    return .object(
      sums.sorted { $0.key < $1.key }.map { architecture, calls in
        .init(
          architecture.rawValue,
          .object(
            calls.sorted { $0.key < $1.key }.map { .init($0.description, .integer($1)) }))
      })
  }
}

extension Run {
  fileprivate func json(in columns: FileColumns) -> JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("id", .string(id)),
      .init("name", .string(name)),
    ]
    if !labels.isEmpty {
      members.append(.init("labels", .array(labels.map { .string($0) }, .inline)))
    }
    if let commandLine { members.append(.init("commandLine", .string(commandLine))) }
    members += [
      .init("formats", .array(formats.map { .string($0) }, .inline)),
      .init("lines", .integer(lines)),
      .init("processes", .integer(processes)),
      .init("ledger", ledger.json),
      .init("files", .array(files.map { .string($0) }, .inline)),
      .init("set", .string(columns.name(of: shape))),
      .init("counts", .array(columns.counts(of: self), .packed)),
      .init("first", .array(firstLines.map { .integer($0) }, .packed)),
    ]
    if !firstFiles.isEmpty {
      members.append(.init("firstFiles", .array(firstFiles.map { .integer($0) }, .packed)))
    }
    return .object(members, .filled)
  }
}

extension Ledger {
  var json: JSON.Value {
    .object(
      entries.sorted { $0.key < $1.key }.map { kind, entry in
        .init(
          kind.rawValue,
          .object(
            [
              .init("count", .integer(entry.count)),
              .init("first", .array(entry.places.map(\.json), .inline)),
            ], .inline))
      })
  }
}

extension SourceLocation {
  var json: JSON.Value { .string(description) }

  /// Reads back what ``json`` wrote.
  init(decoding node: Node) throws(JSONError) {
    let text = try node.string()
    guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]),
      line >= 0
    else { throw node.error("expected a path, a colon and a line number") }
    self.init(file: String(text[..<colon]), line: line)
  }
}

extension ObservationKey {
  var members: [JSON.Value.Member] {
    var members: [JSON.Value.Member] = [
      .init("architecture", .string(architecture.rawValue)),
      .init("syscall", .string(call.description)),
    ]
    if !arguments.isEmpty {
      members.append(
        .init(
          "arguments",
          .object(
            arguments.indices.map { .init("\($0)", .integer(arguments[$0] ?? 0)) }, .inline)))
    }
    return members
  }
}

extension Outcome {
  /// How files call it.
  var name: String {
    switch self {
    case .returned: "returned"
    case .failed(let errno): KernelConstants.shared.name(ofErrno: errno)
    case .denied: "denied"
    case .unknown: "unknown"
    }
  }
}
