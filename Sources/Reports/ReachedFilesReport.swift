package import JSON
internal import Observations
package import Programs
internal import Syscalls
internal import Text

/// The files that a reach was read from, and why each of them.
package struct ReachedFilesReport: Report {
  private let files: [Reach.File]

  /// Of what was found.
  package init(_ reach: Reach) { files = reach.files }

  package var text: String {
    var table = TextTable([("file", .left), ("bytes", .right), ("why", .left)])
    for file in files {
      table.add([
        file.path.escapedForTerminal, "\(file.size)", file.origin.description.escapedForTerminal,
      ])
    }
    return table.lines.joined(separator: "\n")
  }

  package var json: JSON.Value { .array(files.map(\.json)) }
}

extension Reach.File {
  /// The members of `files` in `reach --json`.
  var json: JSON.Value {
    .object([
      .init("path", .string(path)), .init("size", .integer(size)),
      .init("architecture", .string(architecture.rawValue)),
      .init("why", .string(origin.description)), .init("kit", .string(mechanism.kit.rawValue)),
      .init("mechanism", .string(mechanism.rawValue)),
    ])
  }
}
