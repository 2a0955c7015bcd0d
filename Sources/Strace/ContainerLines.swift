internal import Logs

/// Finds the lines of one container's processes in the log of an strace that was attached to containerd.
///
/// The log has all that containerd starts meanwhile: `containerd-shim`, `runc`, other containers. A process is
/// inside of the container from the execve by which `runc init` becomes its program; so is each child that it
/// makes from then on. `docker exec` and health checks start in the same way, below the same shim, which is told the
/// container's identifier: `execve("/usr/bin/containerd-shim-runc-v2", ["…", "-namespace", "moby", "-id",
/// "89a00e840ab71ee410f1d2f5e90ee272"..., …`.
///
/// Of a container that runs already, the log is of an strace that was attached to its processes and to their shim.
///
/// The log is read twice: ``learn(from:)`` with each line, ``endLearning()``, and then ``keep(_:)`` with each line
/// again.
package struct ContainerLines {
  /// What a process executed.
  private enum Program { case runtimeInit, shim, other }

  /// One life of a process; its number may come again.
  private struct Life {
    let number: UInt32
    var parent: Int?
    /// Where its parent began the call that made it.
    var birth: Int
    var firstLine: Int?
    var lastLine: Int?
    /// What it executed, and where the line of the call is.
    var programs: [(line: Int, program: Program)] = []
    /// From which line on it is inside of the container; `nil` where it never is.
    var inside: Int?
    var isDecided = false
  }

  private var lives: [Life] = []
  /// The latest life of each number.
  private var latest: [UInt32: Int] = [:]
  /// Calls that have begun and not ended, by process: of a new program, and of a new process.
  private var executions: [UInt32: (line: Int?, program: Program)] = [:]
  private var births: [UInt32: Int] = [:]
  private var line = 0

  /// The beginning of the container's identifier, as far as strace prints strings.
  private let identifier: [UInt8]
  /// Whether the container ran before strace came.
  private let ranBefore: Bool
  /// The container's first process.
  private var first: Int?
  /// Processes that were brought into the container, and whose first line has been kept.
  private var brought: Set<Int> = []
  /// The container's shims: one starts it, one stays, one cleans up.
  private var shims: Set<Int> = []

  /// Whether the container's first process ended in the log.
  package private(set) var hasEnd = false
  /// Whether the container's first process was seen to become its program.
  package private(set) var hasStart = false

  /// Of a container with this identifier, which is 64 digits.
  package init(of identifier: String) {
    self.identifier = Array(identifier.utf8.prefix(32))
    ranBefore = false
  }

  /// Of a container that runs, where strace was attached to its processes, and to these threads of its shim.
  package init(below shim: some Sequence<UInt32>) {
    identifier = []
    ranBefore = true
    for thread in shim {
      lives.append(
        Life(number: thread, birth: 0, programs: [(0, .shim)], isDecided: true))
      latest[thread] = lives.count - 1
      shims.insert(lives.count - 1)
    }
  }

  // MARK: First reading

  /// Takes a line, without its end.
  package mutating func learn(from text: Span<UInt8>) {
    line += 1
    guard let (number, start) = Self.process(of: text) else { return }
    let life = life(of: number)
    if text.hasPrefix("+++ ", at: start) {
      if text.hasPrefix("+++ superseded by execve in pid ", at: start),
        let (thread, _) = text.decimal(at: start + 32)
      {
        // The call goes on under the number of the process.
        executions[number] = executions.removeValue(forKey: UInt32(truncatingIfNeeded: thread))
          .map { (nil, $0.program) }
      } else {
        lives[life].lastLine = line
        latest[number] = nil
        executions[number] = nil
        births[number] = nil
      }
      return
    }
    if text.hasPrefix("execve", at: start) {
      let execution = (line: line, program: Self.program(in: text))
      if execution.program == .shim, names(text) { shims.insert(life) }
      if Self.isUnfinished(text) {
        executions[number] = (line, execution.program)
      } else if Self.result(of: text) == 0 {
        lives[life].programs.append(execution)
      }
    } else if text.hasPrefix("<... execve", at: start) {
      let execution = executions.removeValue(forKey: number) ?? (line, .other)
      if Self.result(of: text) == 0 {
        lives[life].programs.append((execution.line ?? line, execution.program))
      }
    } else if Self.makesProcesses(text, at: start) {
      if Self.isUnfinished(text) {
        births[number] = line
      } else if let child = Self.result(of: text), child > 0 {
        link(child, to: life, since: line)
      }
    } else if text.hasPrefix("<... ", at: start), Self.makesProcesses(text, at: start + 5) {
      let birth = births.removeValue(forKey: number) ?? line
      if let child = Self.result(of: text), child > 0 { link(child, to: life, since: birth) }
    }
  }

  private mutating func life(of number: UInt32) -> Int {
    if let life = latest[number] {
      if lives[life].firstLine == nil { lives[life].firstLine = line }
      return life
    }
    lives.append(Life(number: number, birth: line, firstLine: line))
    latest[number] = lives.count - 1
    return lives.count - 1
  }

  /// The child may have run, and even ended, before the line that tells its number.
  private mutating func link(_ child: UInt32, to parent: Int, since birth: Int) {
    if let life = lives.indices.reversed().first(where: {
      lives[$0].number == child && lives[$0].parent == nil && (lives[$0].firstLine ?? 0) >= birth
    }) {
      lives[life].parent = parent
      lives[life].birth = birth
      return
    }
    lives.append(Life(number: child, parent: parent, birth: birth))
    latest[child] = lives.count - 1
  }

  /// Whether a line has the container's identifier as an argument: `"-id", "89a0…`
  private func names(_ text: Span<UInt8>) -> Bool {
    guard let option = text.firstRange(of: "\"-id\", \"") else { return false }
    let range = option.upperBound..<min(option.upperBound + identifier.count, text.count)
    return text.equals(identifier.span, at: range)
  }

  /// Decides which lines are the container's.
  package mutating func endLearning() {
    for life in lives.indices { decide(life) }
    if !ranBefore {
      first = lives.indices.filter { lives[$0].inside ?? 0 > 0 }
        .min { lives[$0].inside ?? 0 < lives[$1].inside ?? 0 }
    }
    hasStart = first != nil
    hasEnd = first.map { lives[$0].lastLine != nil } ?? false
    line = 0
    latest = [:]
    next = Dictionary(
      grouping: lives.indices.filter { lives[$0].firstLine != nil }, by: { lives[$0].number }
    )
    .mapValues { $0.sorted { lives[$0].firstLine ?? 0 < lives[$1].firstLine ?? 0 }[...] }
  }

  /// The shim that a process runs below: the nearest that executed it.
  private func shim(of life: Int) -> Int? {
    var current: Int? = life
    while let life = current {
      if lives[life].programs.contains(where: { $0.program == .shim }) { return life }
      current = lives[life].parent
    }
    return nil
  }

  private mutating func decide(_ life: Int) {
    // From the oldest ancestor that is not decided.
    var undecided: [Int] = []
    var current: Int? = life
    while let life = current, !lives[life].isDecided {
      undecided.append(life)
      current = lives[life].parent
    }
    for life in undecided.reversed() {
      lives[life].isDecided = true
      if let parent = lives[life].parent, let inside = lives[parent].inside,
        inside <= lives[life].birth
      {
        lives[life].inside = 0
      } else if ranBefore, lives[life].parent == nil {
        // Nothing but the shim was outside.
        lives[life].inside = 0
      } else if let shim = shim(of: life), shims.contains(shim) {
        var program = self.program(of: lives[life].parent, at: lives[life].birth)
        for execution in lives[life].programs {
          if program == .runtimeInit, execution.program != .runtimeInit {
            lives[life].inside = execution.line
            break
          }
          program = execution.program
        }
      }
    }
  }

  /// What a process was executing at a line.
  private func program(of life: Int?, at line: Int) -> Program {
    var current = life
    var line = line
    while let life = current {
      if let last = lives[life].programs.last(where: { $0.line <= line }) { return last.program }
      line = lives[life].birth
      current = lives[life].parent
    }
    return .other
  }

  // MARK: Second reading

  /// The lives of each number that are still to come, or run.
  private var next: [UInt32: ArraySlice<Int>] = [:]

  /// The same line again: what stays of it, without the translations of numbers; `nil` where it is not the container's.
  /// In front of the first line of what `docker exec` and health checks start stands a line of its own.
  package mutating func keep(_ text: Span<UInt8>) -> [UInt8]? {
    line += 1
    guard let (number, _) = Self.process(of: text), let life = next[number]?.first else {
      return nil
    }
    if lives[life].lastLine == line { next[number]?.removeFirst() }
    guard let inside = lives[life].inside, inside <= line else { return nil }
    let kept = Self.withoutTranslations(text)
    guard inside > 0, life != first, brought.insert(life).inserted else { return kept }
    // Nobody in the container made it: so strace tells of a process that it comes to from outside.
    return Array("strace: Process \(number) attached\n".utf8) + kept
  }

  // MARK: Lines

  /// `13186 execve("/proc/self/exe", …`
  private static func process(of text: Span<UInt8>) -> (number: UInt32, start: Int)? {
    guard let (number, end) = text.decimal(at: 0), end < text.count, text[end] == .space else {
      return nil
    }
    return (UInt32(truncatingIfNeeded: number), text.skip(.space, from: end))
  }

  /// `clone3(`, and `clone3 resumed`
  private static func makesProcesses(_ text: Span<UInt8>, at start: Int) -> Bool {
    let end = text.skip(from: start, while: \.isIdentifier)
    guard end < text.count, text[end] == UInt8(ascii: "(") || text[end] == .space else {
      return false
    }
    let range = start..<end
    return text.equals("clone", at: range) || text.equals("clone3", at: range)
      || text.equals("fork", at: range) || text.equals("vfork", at: range)
  }

  private static func isUnfinished(_ text: Span<UInt8>) -> Bool {
    text.hasPrefix("<unfinished ...>", at: text.count - 16)
  }

  /// `= 13109`, `= 2 /* 13206 in strace's PID NS */`: the number that strace knows it by; `nil` for an error.
  private static func result(of text: Span<UInt8>) -> UInt32? {
    guard var position = lastEquals(in: text) else { return nil }
    position += 3
    guard let (number, end) = text.decimal(at: position) else { return nil }
    if end == text.count { return UInt32(truncatingIfNeeded: number) }
    guard text.hasPrefix(" /* ", at: end), let (translated, after) = text.decimal(at: end + 4),
      text.hasPrefix(Self.translation, at: after),
      after + translation.utf8CodeUnitCount == text.count
    else { return nil }
    return UInt32(truncatingIfNeeded: translated)
  }

  private static func lastEquals(in text: Span<UInt8>) -> Int? {
    var position = text.count - 3
    while position >= 0 {
      if text.hasPrefix(" = ", at: position) { return position }
      position -= 1
    }
    return nil
  }

  /// `execve("/proc/self/exe", ["runc", "init"], …`, and the copy of itself that runc goes on with: `execveat(6, "",
  /// ["runc", "init"], …`
  private static func program(in text: Span<UInt8>) -> Program {
    if text.firstRange(of: ", [\"runc\", \"init\"]") != nil { return .runtimeInit }
    guard let quote = text.firstIndex(of: .quote, from: 0),
      let end = text.firstIndex(of: .quote, from: quote + 1),
      text.extracting(quote..<end).firstRange(of: "/containerd-shim") != nil
    else { return .other }
    return .shim
  }

  private static var translation: StaticString { " in strace's PID NS */" }

  /// `{parent_tid=[2 /* 13206 in strace's PID NS */]}`, but not what a string holds.
  private static func withoutTranslations(_ text: Span<UInt8>) -> [UInt8] {
    guard text.firstRange(of: translation) != nil else { return text.bytesCopied }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var isQuoted = false
    var position = 0
    while position < text.count {
      let byte = text[position]
      if isQuoted, byte == UInt8(ascii: "\\"), position + 1 < text.count {
        bytes += [byte, text[position + 1]]
        position += 2
        continue
      }
      if byte == .quote { isQuoted.toggle() }
      if !isQuoted, text.hasPrefix(" /* ", at: position),
        let (_, end) = text.decimal(at: position + 4), text.hasPrefix(translation, at: end)
      {
        position = end + translation.utf8CodeUnitCount
        continue
      }
      bytes.append(byte)
      position += 1
    }
    return bytes
  }
}
