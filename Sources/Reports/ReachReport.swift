package import JSON
internal import Observations
package import Programs
internal import Syscalls
internal import Text

/// What programs can call, and why, for people and for machines.
package struct ReachReport: Report {
  private let reach: Reach

  /// Of what was found.
  package init(_ reach: Reach) { self.reach = reach }

  private var architectures: [Architecture] { reach.calls.keys.sorted() }

  /// A line for each call.
  package var text: String {
    var table = TextTable([("call", .left), ("architecture", .left), ("why", .left)])
    for architecture in architectures {
      for (syscall, call) in sorted(architecture) {
        let beside = call.mechanism == .run ? "" : " (\(call.mechanism.words))"
        table.add([
          syscall.name, architecture.rawValue,
          call.witness.description.escapedForTerminal + beside,
        ])
      }
    }
    return table.lines.joined(separator: "\n")
  }

  /// How much there is.
  package var summary: String {
    let counts = architectures.map { "\((reach.calls[$0] ?? [:]).count) on \($0)" }
    let calls = reach.calls.values.reduce(0) { $0 + $1.count }
    return "\(reach.files.count.counting("file")) read; "
      + "\(calls.counting("system call")) can be made"
      + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", "))
  }

  package var json: JSON.Value {
    .object([
      .init("files", ReachedFilesReport(reach).json),
      .init(
        "calls",
        .object(
          architectures.map { architecture in
            .init(
              architecture.rawValue,
              .array(sorted(architecture).map { Self.json($0.syscall, $0.call) }))
          })),
      .init("notes", .array(reach.notes.map { .string($0.message) })),
    ])
  }

  private func sorted(_ architecture: Architecture) -> [(syscall: Syscall, call: Reach.Call)] {
    (reach.calls[architecture] ?? [:]).sorted { $0.key < $1.key }
      .map { (syscall: $0.key, call: $0.value) }
  }

  private static func json(_ syscall: Syscall, _ call: Reach.Call) -> JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("syscall", .string(syscall.name)),
      .init("why", .string(call.witness.description)),
      .init("file", .string(call.witness.maker)),
    ]
    if let address = call.witness.address {
      members.append(.init("address", .string("0x" + String(address, radix: 16))))
    }
    if !call.witness.steps.isEmpty {
      members.append(
        .init(
          "steps",
          .array(
            call.witness.steps.map {
              .object([.init("file", .string($0.file)), .init("function", .string($0.function))])
            })))
    }
    members.append(.init("kit", .string(call.mechanism.kit.rawValue)))
    members.append(.init("mechanism", .string(call.mechanism.rawValue)))
    return .object(members)
  }
}

extension ReachNote {
  /// A finished line for the user.
  package var message: String { message(isFatal: concernsProgram) }

  /// - Parameter isFatal: whether there is no answer for it.
  package func message(isFatal: Bool) -> String {
    let severity = isFatal ? "error" : isHarmless ? "note" : "warning"
    return "\(path.escapedForTerminal): \(severity): \(text(isFatal: isFatal))"
  }

  /// Whether it is so with many programs.
  private var isHarmless: Bool {
    switch problem {
    case .unresolved, .otherEntries: true
    default: false
    }
  }

  private func text(isFatal: Bool) -> String {
    let reason = isFatal ? "" : " (\(origin.description.escapedForTerminal))"
    let consequence = isFatal ? "" : "; system calls of it are missing here"
    switch problem {
    case .missing: return "no such file\(reason)\(consequence)"
    case .loop: return "its symbolic links go round\(reason)\(consequence)"
    case .notAFile: return "is no regular file, and is not opened\(reason)\(consequence)"
    case .missingLibrary(let name):
      return
        "needs \(name.quotedForTerminal), which is in no folder that its loader looks in; system calls "
        + "that it makes through it are missing here. Name the root of the image with --root, or "
        + "the library's file beside the program's"
    case .unreadable(let why): return "cannot be read: \(why)\(reason)\(consequence)"
    case .notUnderstood(let error): return "\(error)\(reason)\(consequence)"
    case .notAProgram:
      return "is neither an ELF file nor a script with #! in its first line\(reason)\(consequence)"
    case .unresolved(let count):
      return
        "\(count.counting("place")) in its code \(count == 1 ? "makes" : "make") a system call "
        + "whose number was not found"
    case .otherEntries(let count):
      return
        "\(count.counting("place")) in its code \(count == 1 ? "makes" : "make") a system call of "
        + "32-bit x86 (int $0x80) or x32, which only a profile for that ABI too lets run"
    case .opaque:
      return
        "no system call was found in its code, and it wants no function of another file: it may be "
        + "packed, or make its code while it runs; its system calls are missing here"
    case .otherSize: return "had another size when the log was recorded"
    case .tooManyNames:
      return "holds more names than are looked at; files may be missing here\(reason)"
    case .tooManyFiles(let limit):
      return "\(limit) files have been read; this one and those after it are left out"
    }
  }
}

extension ReachMechanism {
  /// The kit that it takes.
  var kit: ExecKit {
    switch self {
    case .run, .neighbours, .scripts, .shell, .image: .none
    case .execShell: .shell
    case .execTools: .tools
    }
  }
}
