internal import Text

/// What container is recorded, and how.
package struct ContainerRequest: Sendable {
  /// How calls are seen.
  package enum Method: String, CaseIterable, Sendable {
    case auto, strace, audit, both

    /// Whether strace is attached.
    var usesStrace: Bool { self == .strace || self == .both }
    /// Whether audit records are collected.
    var usesAudit: Bool { self == .audit || self == .both }
  }

  /// Which container.
  package enum Subject: Sendable {
    /// A new one: of an image, with options for docker create, and arguments for its program.
    case image(String, options: [String], arguments: [String])
    /// One that runs, by name or identifier.
    case running(String)
  }

  let subject: Subject
  let method: Method
  let drive: String?
  let output: String
  let reach: String?

  /// - Parameters:
  ///   - subject: which container.
  ///   - method: how it is seen.
  ///   - drive: a command for sh(1); the recording ends with it.
  ///   - output: where the log goes; for both ways, what the names of the two begin with.
  ///   - reach: where the observation file goes; `nil` for none.
  package init(
    _ subject: Subject, by method: Method, drive: String?, output: String, reach: String?
  ) {
    self.subject = subject
    self.method = method
    self.drive = drive
    self.output = output
    self.reach = reach
  }

  /// The name of the observation file where none is given: `run-1.seen.json` beside `run-1.strace.gz`.
  package static func reachName(for output: String) -> String {
    let stem = [".gz", ".log", ".strace", ".audit"].reduce(output) { stem, ending in
      stem.withoutSuffix(ending) ?? stem
    }
    return (stem.isEmpty || stem.hasSuffix("/") ? output : stem) + ".seen.json"
  }

  /// Where the log of one way goes.
  func output(_ method: Method) -> String {
    self.method == .both ? "\(output).\(method.rawValue).gz" : output
  }
}
