internal import Findings
internal import Logs
internal import Observations
internal import Syscalls

/// What is remembered of a recording to know whether it is whole.
struct RecordingSigns {
  /// Whether the first call starts a program, so that the log has its whole life; `nil` before it.
  var beginsWithProgram: Bool?
  /// Whether a thread was made, or a process of which it is not known whether it is one.
  var hasThreads = false
  /// `???(`: a process died as it entered a call, which may have been the one that ended it.
  var hasUnnamedCalls = false
  /// Whether a file was opened, or a connection made, before.
  private(set) var sawOpen = false
  private(set) var sawConnection = false
  private(set) var sawProgram = false
  private(set) var sawEngineClient = false
  private(set) var sawEngineConnection = false
  private var sawMapping = false
  /// Whether a call was made before that may have given a descriptor.
  private var sawDescriptor = false
  /// Whether the head of a library was read then.
  private var sawLibrary = false
  /// Calls that were looked at for a file that is mapped.
  private var callsSought = 0
  /// Where a process ended last.
  var latestEnd = 0
  /// Where processes ended by themselves, without a call that ends them.
  var exits = Tally()

  /// Whether every connection is to be looked at.
  var seeksEngine: Bool { sawEngineClient && !sawEngineConnection }

  /// Whether a program has begun that opened nothing yet, so that a file which it maps came from nowhere.
  var seeksMapping: Bool {
    sawProgram && !sawOpen && !sawMapping && callsSought < Self.callsOfStart
  }

  /// A loader maps the first library within ten calls.
  private static let callsOfStart = 64

  /// A call ended. From now on, lines that show such a one may be plain.
  mutating func note(_ role: ProcessEffects.Role) {
    switch role {
    case .open: sawOpen = true
    case .connect: sawConnection = true
    case .none, .fork, .exec, .map, .threadPointer: break
    }
  }

  /// An execve succeeded.
  mutating func noteProgram(_ call: TracedCall, _ recorder: inout ObservationBuilder) {
    sawProgram = true
    let place = SourceLocation(file: recorder.file, line: call.line)
    recorder.evidence.notePrograms(at: place)
    if let words = call.words { recorder.evidence.noteCommandLine(words) }
    guard call.startsEngineClient else { return }
    sawEngineClient = true
    if recorder.evidence.engineClient == nil { recorder.evidence.engineClient = place }
  }

  /// A call was looked at while a mapping is sought.
  mutating func noteSought(_ name: PrintedName) {
    callsSought += 1
    guard case .known(let syscall) = name else {
      sawDescriptor = true
      return
    }
    sawDescriptor = sawDescriptor || ProgramLife.givingDescriptors.contains(syscall)
  }

  /// The head of a library was read.
  mutating func noteLibrary() { sawLibrary = true }

  /// A file was mapped.
  mutating func noteMapping(_ recorder: inout ObservationBuilder) {
    // The cache of names comes before the first library.
    sawMapping = sawLibrary || sawDescriptor
    if beginsWithProgram == true, sawLibrary, !sawDescriptor,
      recorder.evidence.libraryFromNowhere == nil
    {
      recorder.evidence.libraryFromNowhere = recorder.place
    }
    if recorder.evidence.fileMapping == nil { recorder.evidence.fileMapping = recorder.place }
  }

  mutating func noteEngineConnection(_ recorder: inout ObservationBuilder) {
    sawEngineConnection = true
    recorder.evidence.connectsToEngine = true
  }
}

/// What a line tells of its call that is worth a sign.
extension StraceReader {
  /// Looks at a call as it is entered.
  ///
  /// Plain lines are not looked at: what counts must be the first of its kind, which never is one, or
  /// stand where no line is plain.
  mutating func lookForSigns(
    _ call: TracedCall, _ scan: ArgumentScan, _ line: Span<UInt8>,
    _ recorder: inout ObservationBuilder
  ) {
    let role = calls.roles[call.name]
    if calls.signs.seeksMapping {
      calls.signs.noteSought(call.name)
      if Self.readsLibrary(call, scan, line) { calls.signs.noteLibrary() }
      if role == .map, Self.mapsFile(scan, line) { calls.signs.noteMapping(&recorder) }
    }
    if calls.signs.beginsWithProgram == nil { calls.signs.beginsWithProgram = role == .exec }
    switch role {
    case .none, .map, .threadPointer: break
    case .fork:
      if !calls.signs.hasThreads { calls.signs.hasThreads = Self.mayMakeThread(call, line) }
    case .exec:
      call.startsEngineClient = Self.startsEngineClient(call, scan, line)
      if recorder.evidence.commandLine == nil,
        let words = scan.argument(call.pathPosition + 1, in: line)
      {
        call.words = line.strings(in: words)
      }
    case .open:
      if !recorder.evidence.usesLoader, !calls.signs.sawOpen, calls.signs.sawProgram,
        case .result = scan.ending,
        let path = scan.argument(call.pathPosition, in: line),
        let printed = line.unescapedStrings(in: path).first, ProgramLife.isLibrary(printed)
      {
        recorder.evidence.usesLoader = true
      }
    case .connect:
      guard calls.isOneProcessPerFile ? !calls.signs.sawConnection : calls.signs.seeksEngine,
        let address = scan.argument(1, in: line),
        EngineClients.isEngine(address: Self.address(line, address))
      else { break }
      calls.signs.noteEngineConnection(&recorder)
    }
  }

  private static let reading = Syscall("read").map(PrintedName.known)

  /// `read(3, "\177ELF\2\1\1\3"..., 832)`
  private static func readsLibrary(
    _ call: TracedCall, _ scan: ArgumentScan, _ line: Span<UInt8>
  ) -> Bool {
    guard call.name == Self.reading, let text = scan.argument(1, in: line) else {
      return false
    }
    return line.hasPrefix("\"\\177ELF", at: text.lowerBound)
      || line.hasPrefix("\"\\x7f\\x45\\x4c\\x46", at: text.lowerBound)
  }

  /// `mmap(NULL, 2125824, PROT_READ, MAP_PRIVATE|MAP_DENYWRITE, 3, 0)`; the standard streams are there without
  /// being opened.
  private static func mapsFile(_ scan: ArgumentScan, _ line: Span<UInt8>) -> Bool {
    guard let flags = scan.argument(3, in: line), let descriptor = scan.argument(4, in: line),
      line.hasPrefix("MAP_", at: flags.lowerBound),
      line.extracting(flags).firstRange(of: "MAP_ANON") == nil,
      let (number, _) = line.decimal(at: descriptor.lowerBound)
    else { return false }
    return number > 2
  }

  /// `clone(child_stack=…, flags=CLONE_VM|…|CLONE_THREAD|…`; what a pointer holds is not known.
  private static func mayMakeThread(_ call: TracedCall, _ line: Span<UInt8>) -> Bool {
    guard call.name.text?.hasPrefix("clone") ?? true else { return false }
    return line.firstRange(of: "CLONE_THREAD") != nil || line.firstRange(of: "flags=") == nil
      || line.firstRange(of: "flags=0x") != nil
  }

  /// An address as strace prints it, a path in it in letters.
  private static func address(_ line: Span<UInt8>, _ range: Range<Int>) -> String {
    let printed = line.text(range)
    guard printed.contains("sun_path=\"\\x"), let path = line.unescapedStrings(in: range).first
    else {
      return printed
    }
    return "sun_path=\"\(path)\""
  }

  /// `execve("/usr/bin/docker", ["docker", "run", …], …)`
  private static func startsEngineClient(
    _ call: TracedCall, _ scan: ArgumentScan, _ line: Span<UInt8>
  ) -> Bool {
    guard
      let path = scan.argument(call.pathPosition, in: line)
        .flatMap({ line.unescapedStrings(in: $0).first }),
      let words = scan.argument(call.pathPosition + 1, in: line)
    else { return false }
    return EngineClients.isClient(path: path, words: line.unescapedStrings(in: words))
  }
}

extension Span<UInt8> {
  /// What stands in quotes, as it is printed.
  fileprivate func strings(in range: Range<Int>) -> [String] {
    quoted(in: range).map { text($0) }
  }

  /// What it says, also where `-xx` prints it in digits.
  fileprivate func unescapedStrings(in range: Range<Int>) -> [String] {
    quoted(in: range).map {
      String(decoding: unescapedString(from: $0.lowerBound, limit: 4096), as: UTF8.self)
    }
  }

  private func quoted(in range: Range<Int>) -> [Range<Int>] {
    var quoted: [Range<Int>] = []
    var position = range.lowerBound
    while let quote = firstIndex(of: .quote, from: position), quote < range.upperBound {
      position = Swift.min(endOfString(from: quote + 1), range.upperBound)
      if position - 1 > quote { quoted.append((quote + 1)..<(position - 1)) }
    }
    return quoted
  }
}
