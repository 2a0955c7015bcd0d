internal import JSON
internal import Syscalls

/// The member `reach` of an observation file.
extension ProgramReach {
  /// Of the reader of machine code: what another one found is not mixed with it.
  static let readerVersion = 1

  /// The member alone.
  package var bytes: [UInt8] { json.fileBytes }

  /// Reads back what ``bytes`` holds; `nil` for anything else.
  package init?(bytes: [UInt8]) {
    guard let node = try? Node(parsing: bytes), let reach = try? Self(decoding: node)
    else { return nil }
    self = reach
  }

  var json: JSON.Value {
    var members: [JSON.Value.Member] = [
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
          calls.sorted { $0.key < $1.key }.map { architecture, calls in
            .init(
              architecture.rawValue,
              .object(
                calls.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value.witness)) }))
          })),
    ]
    if !mechanisms.isEmpty { members.append(.init("by", .object(mechanisms))) }
    if !gaps.isEmpty {
      members.append(
        .init(
          "gaps",
          .array(
            gaps.sorted().map { gap in
              .object(
                [
                  .init("path", .string(gap.path)), .init("kind", .string(gap.kind.rawValue)),
                  .init("count", .integer(gap.count)),
                ], .inline)
            })))
    }
    return .object(members)
  }

  /// By architecture and mechanism, the calls that it brought; those of programs that ran are left out.
  private var mechanisms: [JSON.Value.Member] {
    calls.sorted { $0.key < $1.key }.compactMap { architecture, calls in
      let brought = ReachMechanism.allCases.dropFirst().compactMap {
        mechanism -> JSON.Value.Member? in
        let names = calls.filter { $0.value.mechanism == mechanism }.keys.sorted()
        guard !names.isEmpty else { return nil }
        return .init(mechanism.rawValue, .array(names.map { .string($0) }, .inline))
      }
      return brought.isEmpty ? nil : .init(architecture.rawValue, .object(brought))
    }
  }

  /// Reads back what ``json`` wrote.
  init(decoding node: Node) throws(JSONError) {
    try node.allowOnly(keys: ["reader", "files", "calls", "by", "gaps"])
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
    let mechanisms =
      try node.valueIfPresent("by").map { node throws(JSONError) in
        try Self.mechanisms(decoding: node)
      } ?? [:]
    var calls: [Architecture: [String: Call]] = [:]
    for member in try node.value("calls").members() {
      let architecture = try Self.architecture(member)
      for call in try member.value.members() {
        guard Syscall(call.key) != nil else {
          throw call.value.error("is of a call that whittle does not know")
        }
        calls[architecture, default: [:]][call.key] = Call(
          try call.value.string(), by: mechanisms[architecture]?[call.key] ?? .run)
      }
    }
    let gaps =
      try node.valueIfPresent("gaps").map { node throws(JSONError) in
        try Self.gaps(decoding: node)
      } ?? []
    self.init(files: files, calls: calls, gaps: gaps)
  }

  private static func gaps(decoding node: Node) throws(JSONError) -> Set<Gap> {
    var found: Set<Gap> = []
    for gap in try node.elements() {
      try gap.allowOnly(keys: ["path", "kind", "count"])
      let kind = try gap.value("kind")
      let name = try kind.string()
      guard let known = Gap.kinds.first(where: { $0.rawValue == name }) else {
        throw kind.error("is none of \(Gap.kinds.map(\.rawValue).joined(separator: ", "))")
      }
      let count = try gap.value("count")
      guard case let number = try count.integer(Int.self), number > 0 else {
        throw count.error("is no number above 0")
      }
      found.insert(Gap(path: try gap.value("path").string(), kind: known, count: number))
    }
    return found
  }

  private static func architecture(
    _ member: Node.Member
  ) throws(JSONError) -> Architecture {
    guard let architecture = Architecture(rawValue: member.key) else {
      throw member.value.error("is of an architecture that whittle does not know")
    }
    return architecture
  }

  private static func mechanisms(
    decoding node: Node
  ) throws(JSONError) -> [Architecture: [String: ReachMechanism]] {
    var found: [Architecture: [String: ReachMechanism]] = [:]
    for member in try node.members() {
      let architecture = try architecture(member)
      for brought in try member.value.members() {
        guard let mechanism = ReachMechanism(rawValue: brought.key) else {
          throw brought.value.error(
            "is none of \(ReachMechanism.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        for name in try brought.value.elements() {
          found[architecture, default: [:]][try name.string()] = mechanism
        }
      }
    }
    return found
  }
}
