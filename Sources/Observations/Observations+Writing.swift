internal import Findings
package import JSON
internal import Syscalls

/// The file form of observations: deterministic, mergeable, made to be reviewed in a diff.
extension Observations {
  /// The version of the file form; a reader refuses any other.
  package static let fileVersion = 1

  static let versionKey = "whittleObservations"

  /// The bytes of an observation file, which end in a newline.
  package var fileBytes: [UInt8] { json.fileBytes }

  /// `totals` sums the runs up for the reader of a diff; everything else stands in `runs`.
  package var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init(Self.versionKey, .integer(Self.fileVersion)),
      .init("totals", totalsJSON),
    ]
    if !unread.isEmpty {
      members.append(.init("unread", .array(unread.sorted().map { .string($0) })))
    }
    members.append(.init("runs", .array(runs.map(\.json))))
    return .object(members)
  }

  /// Calls entered, by architecture and call.
  var totalsJSON: JSON.Value {
    var sums: [Architecture: [SyscallReference: Int]] = [:]
    for run in runs {
      for observation in run.observations {
        sums[observation.key.architecture, default: [:]][observation.key.call, default: 0] +=
          observation.count
      }
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
  var json: JSON.Value {
    .object([
      .init("id", .string(id)),
      .init("name", .string(name)),
      .init("formats", .array(formats.map { .string($0) }, .inline)),
      .init("lines", .integer(lines)),
      .init("processes", .integer(processes)),
      .init("ledger", ledger.json),
      .init("observations", .array(observations.map(\.json))),
    ])
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

extension Observation {
  var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("architecture", .string(key.architecture.rawValue)),
      .init("syscall", .string(key.call.description)),
    ]
    if !key.arguments.isEmpty {
      members.append(
        .init(
          "arguments",
          .object(
            key.arguments.indices.map { .init("\($0)", .integer(key.arguments[$0]!)) }, .inline)))
    }
    members.append(.init("count", .integer(count)))
    members.append(.init("outcomes", outcomes.json))
    members.append(.init("first", first.json))
    return .object(members, .inline)
  }
}

extension Outcomes {
  var json: JSON.Value {
    var members: [JSON.Value.Member] = []
    if returned > 0 { members.append(.init("returned", .integer(returned))) }
    for (errno, count) in failures.sorted(by: { $0.key < $1.key }) {
      members.append(.init(KernelConstants.shared.name(ofErrno: errno), .integer(count)))
    }
    if denied > 0 { members.append(.init("denied", .integer(denied))) }
    if unknown > 0 { members.append(.init("unknown", .integer(unknown))) }
    return .object(members, .inline)
  }
}
