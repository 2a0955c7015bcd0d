internal import JSON
internal import Syscalls

/// The member `reach` of an observation file.
extension ProgramReach {
  /// Of the reader of machine code: what another one found is not mixed with it.
  static let readerVersion = 1

  var json: JSON.Value {
    .object([
      .init("reader", .integer(Self.readerVersion)),
      .init(
        "files",
        .array(
          files.sorted().map { file in
            .object(
              [
                .init("path", .string(file.path)), .init("size", .integer(file.size)),
                .init("sha256", .string(file.digest)),
              ], .inline)
          })),
      .init(
        "calls",
        .object(
          witnesses.sorted { $0.key < $1.key }.map { architecture, calls in
            .init(
              architecture.rawValue,
              .object(calls.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }))
          })),
    ])
  }

  /// Reads back what ``json`` wrote.
  init(decoding node: Node) throws(JSONError) {
    try node.allowOnly(keys: ["reader", "files", "calls"])
    let reader = try node.value("reader")
    guard try reader.integer(Int.self) == Self.readerVersion else {
      throw reader.error(
        "is not the version of the reader of machine code that this whittle has "
          + "(\(Self.readerVersion)); observe the logs again, with --root")
    }
    var files: Set<File> = []
    for file in try node.value("files").elements() {
      try file.allowOnly(keys: ["path", "size", "sha256"])
      files.insert(
        File(
          path: try file.value("path").string(), size: try file.value("size").integer(Int.self),
          digest: try file.value("sha256").string()))
    }
    var witnesses: [Architecture: [String: String]] = [:]
    for member in try node.value("calls").members() {
      guard let architecture = Architecture(rawValue: member.key) else {
        throw member.value.error("is of an architecture that whittle does not know")
      }
      for call in try member.value.members() {
        guard Syscall(call.key) != nil else {
          throw call.value.error("is of a call that whittle does not know")
        }
        witnesses[architecture, default: [:]][call.key] = try call.value.string()
      }
    }
    self.init(files: files, witnesses: witnesses)
  }
}
