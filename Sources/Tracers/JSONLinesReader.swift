internal import JSON
internal import Logs
internal import Observations
internal import Syscalls

/// A call that an object of a log tells of.
struct ToldCall {
  let call: SyscallReference
  /// `nil` where the log does not tell.
  var architecture: Architecture?
  var arguments = ArgumentValues()
  var outcome = Outcome.unknown
  /// Whether nothing but the name or the number stands there.
  var isNamedOnly = true
  var process: UInt32?
  var command: String?
  var executable: String?
  var container: String?

  /// The names as bytes, and where each stands in them.
  fileprivate var names: (text: [UInt8], places: ProgramNames) {
    var text: [UInt8] = []
    func add(_ name: String?) -> ProgramText? {
      guard let name else { return nil }
      let start = text.count
      text += Array(name.utf8)
      return ProgramText(range: start..<text.count, form: .plain)
    }
    let places = ProgramNames(
      command: add(command), executable: add(executable), container: add(container))
    return (text, places)
  }
}

/// What one program writes of calls as JSON, an object to a line or an array of them.
struct JSONDialect: Sendable {
  /// What the lines hold, and those of other JSON seldom do.
  let marks: [StaticString]
  /// The calls of an object; `nil` where it is about something else.
  let calls: @Sendable (Node) throws(JSONError) -> [ToldCall]?

  /// A format of this dialect.
  func format(_ name: String, _ summary: String, services: Set<ServiceKind> = []) -> TraceFormat {
    TraceFormat(
      name: name, summary: summary, continuesAcrossFiles: false,
      linesRecognized: { sample in sample.countLines(where: isRecognized) },
      groups: { _ in false }, services: services,
      makeReader: { _, _ in JSONLinesReader(dialect: self) })
  }

  private func isRecognized(_ line: Span<UInt8>) -> Bool {
    let start = line.skip(.space, from: 0)
    guard line.hasPrefix("{", at: start) || line.hasPrefix("[{", at: start) else { return false }
    return hasMarks(line)
  }

  /// Whether all of the marks stand in the line.
  func hasMarks(_ line: Span<UInt8>) -> Bool {
    marks.allSatisfy { line.firstRange(of: $0) != nil }
  }
}

/// Reads objects that tell of calls.
struct JSONLinesReader: WholeLineReader {
  let dialect: JSONDialect
  private var selected = SelectedProcesses()
  /// Whether an array was opened on a line of its own and not closed yet.
  private var isInArray = false
  private var isArchitectureGuessed = false

  init(dialect: JSONDialect) { self.dialect = dialect }

  mutating func read(
    _ line: Span<UInt8>, isEnded: Bool, into recorder: inout ObservationBuilder
  ) {
    let start = line.skip(.space, from: 0)
    var end = line.trimmedEnd
    guard start < end else { return }
    if line.equals("[", at: start..<end) || line.equals("]", at: start..<end) {
      isInArray = line.hasPrefix("[", at: start)
      return
    }
    guard line.hasPrefix("{", at: start) || line.hasPrefix("[", at: start) else {
      if isInArray || dialect.hasMarks(line) || !isEnded {
        recorder.noteDamage(isEnded: isEnded)
      } else {
        recorder.note(.foreignText)
      }
      return
    }
    if line[end - 1] == UInt8(ascii: ",") { end -= 1 }
    guard let node = try? Node(parsing: line.extracting(start..<end).bytesCopied) else {
      recorder.noteDamage(isEnded: isEnded)
      return
    }
    if case .array(let objects) = node.content {
      for object in objects { read(object, into: &recorder) }
    } else {
      read(node, into: &recorder)
    }
  }

  private mutating func read(_ object: Node, into recorder: inout ObservationBuilder) {
    do {
      guard let calls = try dialect.calls(object) else {
        recorder.note(.foreignText)
        return
      }
      for call in calls { count(call, into: &recorder) }
    } catch {
      recorder.note(.malformedLine)
    }
  }

  private mutating func count(_ told: ToldCall, into recorder: inout ObservationBuilder) {
    let names = told.names
    guard selected.contain(told.process, names.places, in: names.text.span, recorder) else {
      recorder.note(.otherProcess)
      return
    }
    if let process = told.process { recorder.note(process: process) }
    if told.architecture == nil { isArchitectureGuessed = true }
    let architecture = told.architecture ?? recorder.assumedArchitecture
    if let syscall = told.call.syscall, !syscall.exists(on: architecture) {
      recorder.note(.architectureMismatch)
    }
    let slot = recorder.enter(told.call, on: architecture, arguments: told.arguments)
    recorder.conclude(slot, told.outcome)
    if told.isNamedOnly { recorder.note(.namesOnly) }
  }

  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    if isInArray { recorder.note(.truncatedTail) }
    isInArray = false
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    if isArchitectureGuessed { recorder.noteGuessedArchitecture() }
  }
}

extension Node {
  /// The value at the end of `keys`; `nil` where the object, or one within it, lacks the key. Objects
  /// may be flattened: `"auditd.data.syscall"`.
  func nested(_ keys: String...) -> Node? {
    nested(keys[...])
  }

  private func nested(_ keys: ArraySlice<String>) -> Node? {
    guard let first = keys.first else { return self }
    if let found = (try? valueIfPresent(first))?.nested(keys.dropFirst()) { return found }
    guard keys.count > 1, isFlattened else { return nil }
    for length in 2...keys.count {
      let key = keys.prefix(length).joined(separator: ".")
      guard let value = try? valueIfPresent(key) else { continue }
      if let found = value.nested(keys.dropFirst(length)) { return found }
    }
    return nil
  }

  /// Whether a key of the object has a point in it.
  private var isFlattened: Bool {
    guard case .object(let members) = content else { return false }
    return members.contains { $0.key.utf8.contains(UInt8(ascii: ".")) }
  }

  /// A text, or a number as it stands there; writers differ in which they make.
  var scalarText: String? {
    switch content {
    case .string(let text): text
    case .number(let number): number.text
    case .null, .bool, .array, .object: nil
    }
  }
}
