internal import Logs
internal import Observations
internal import Syscalls

/// Reads what strace writes, from 4.8 to 7.2, to a file or to a terminal.
struct StraceReader: TraceReader {
  let names = SyscallNames.shared
  var calls: StraceSession
  private var arguments = CallArguments()
  var style = LineStyle()
  var head = LogHead()
  var open: SplitLine?
  /// A `-C` table is passed over: it counts again what the lines told.
  var table = StraceSummaryTable()
  /// A line that was not understood. If it is the last one and has no end, it was cut.
  var unrecognized: (kind: Ledger.Kind, line: Int)?
  private var isFirstBlock = true
  /// Lines of others that were seen before it was known whether others write here at all.
  var undecided: [Int] = []

  /// - Parameters:
  ///   - process: the process that a `strace -ff` file's name tells.
  ///   - variants: those of the run.
  init(process: UInt32?, _ variants: CallSignatures) {
    calls = StraceSession(process: process, variants)
  }

  func makePreparation(for recorder: ObservationBuilder) -> (any LinePreparation)? {
    PlainLines(calls.variants, assuming: recorder.assumedArchitecture)
  }

  mutating func readLines(
    in block: Span<UInt8>, prepared preparation: (any LinePreparation)?,
    into recorder: inout ObservationBuilder
  ) {
    guard let preparation = preparation as? PlainLines else {
      preconditionFailure("lines are read as this reader's own preparation has them")
    }
    if isFirstBlock {
      isFirstBlock = false
      recorder.plainCounts.forget { calls.roles.tellsMoreAtFirst($0) }
    }
    let lines = preparation.lines
    var passedOver = PassedOverCalls()
    defer { passedOver.note(&recorder) }
    var index = 0
    while true {
      if let shape = plainShape(recorder) {
        let first = index
        index = calls.take(
          lines.span, from: first, line: recorder.line + 1, shape,
          keepingPaths: recorder.programs != nil, into: &recorder.plainCounts, &passedOver)
        recorder.line += index - first
      }
      guard index < lines.count else { return }
      recorder.line += 1
      let line = lines[index]
      let start = index == 0 ? 0 : Int(lines[index - 1].end) + 1
      let end = Int(line.end)
      let variant = calls.variant(of: line)
      read(block.extracting(block.line(start..<end)), into: &recorder)
      calls.letPlainLinesTell(ofProcessOf: line, recorder)
      if let variant, recorder.plainCounts.rows[Int(variant)] < 0 {
        countAsPlain(variant, preparedFor: preparation.architecture, &recorder)
        if !recorder.selection.isEverything, line.isCall, calls.isPlain(line) {
          recorder.plainCounts.know(variant, calls.variants[variant])
        }
      }
      index += 1
    }
  }

  /// From now on, lets plain lines count a variant, unless they were prepared for another machine, on which
  /// it means something else, each of its calls is a note or a loss, or somebody wants its paths.
  private func countAsPlain(
    _ number: UInt16, preparedFor prepared: Architecture, _ recorder: inout ObservationBuilder
  ) {
    let variant = calls.variants[number]
    if recorder.programs != nil, calls.roles.tellsPath(variant.call) { return }
    let own = recorder.assumedArchitecture
    if own != prepared || !own.hasNumbers {
      guard variant.call.exists(on: own) || !own.hasNumbers,
        !Multiplexer.mayStand(before: variant.call, on: own),
        variant.call.significantArguments(on: own)
          == variant.call.significantArguments(on: prepared)
      else { return }
    }
    recorder.countAsPlain(number, variant)
  }

  /// What stands before the calls of plain lines; `nil` while lines must be read in full.
  private func plainShape(_ recorder: ObservationBuilder) -> PlainLine.Shape? {
    guard unrecognized == nil, open == nil, !table.isInside,
      calls.released.isEmpty, !calls.signs.seeksEngine, !calls.signs.seeksMapping, !head.isOpen,
      calls.unsized == nil
    else { return nil }
    return style.plainShape
  }

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if head.isOpen {
      readHead(line, into: &recorder)
      return
    }
    noteUnrecognized(&recorder)
    if line.firstIndex(of: 0, from: 0) != nil {
      // What stands before them was cut, what stands behind begins anew.
      recorder.readAroundZeros(line) { piece, recorder in
        readText(piece, &recorder)
        noteUnrecognized(&recorder)
      }
    } else if line.firstIndex(of: .escape, from: 0) != nil {
      readText(line.withoutControlCodes.span, &recorder)
    } else {
      readText(line, &recorder)
    }
  }

  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    endHead(&recorder)
    if isCut, unrecognized != nil {
      unrecognized = nil
      recorder.note(.truncatedTail)
    }
    noteUnrecognized(&recorder)
    if open != nil { giveUpOpenLine(as: isCut ? .truncatedTail : .malformedLine, &recorder) }
    noteUnrecognized(&recorder)
    decideUndecided(&recorder)
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    calls.finish(&recorder)
  }

  mutating func readText(_ line: Span<UInt8>, _ recorder: inout ObservationBuilder) {
    if open != nil { continueOpenLine(line, &recorder) } else { readLine(line, &recorder) }
  }

  mutating func readLine(_ line: Span<UInt8>, _ recorder: inout ObservationBuilder) {
    guard !line.isEmpty else { return }
    if table.isInside {
      switch table.read(line) {
      case .other: break
      case .row(let row):
        noteTabled(row, line, &recorder)
        return
      case .frame, .sum, .damage: return
      }
    }
    let prefix = LinePrefix(of: line)
    let start = prefix.end
    guard start < line.count else {
      unrecognize(.malformedLine, &recorder)
      return
    }
    switch line[start] {
    case UInt8(ascii: "<") where line.hasPrefix("<... ", at: start):
      readResumption(line, prefix, &recorder)
    case UInt8(ascii: "+") where line.hasPrefix("+++ ", at: start):
      readEnd(line, prefix, &recorder)
    case UInt8(ascii: "-") where line.hasPrefix("--- ", at: start):
      readSignal(line, prefix, &recorder)
    case UInt8(ascii: "[") where line.hasPrefix("[ Process PID=", at: start):
      readMode(line, from: start, &recorder)
    case UInt8(ascii: "?") where line.hasPrefix("???", at: start):
      // `???( <unfinished ...>`, `????(`: the tracee died at entry; names no call.
      calls.signs.hasUnnamedCalls = true
    case .space
    where line.hasPrefix(" > ", at: start) || line.hasPrefix(" | ", at: start)
      || line.hasPrefix(" * ", at: start):
      // ` > /lib/libc.so.6(_exit+0x29) [0xd4409]` of `-k`, ` * 4 bytes in buffer 0` and
      // ` | 00000  70 6c …` of `-e write`
      break
    default:
      readCall(line, prefix, &recorder)
    }
  }

  // MARK: Calls

  private mutating func readCall(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout ObservationBuilder
  ) {
    var parenthesis = 0
    guard
      let name = PrintedName(line, at: prefix.end, names: names, parenthesis: &parenthesis)
    else {
      readOther(line, prefix, &recorder)
      return
    }
    let scan = ArgumentScan(line, from: parenthesis + 1)
    if case .result(let offset) = scan.ending, !ResultText.isWhole(line, from: offset) {
      readCut(line, &recorder)
      return
    }
    if case .open = scan.ending {
      if case .name = name {
        readOther(line, prefix, &recorder)
      } else {
        beginOpenLine(line, &recorder)
      }
      return
    }
    if case .name = name, prefix.processStyle == .none, !calls.isOneProcessPerFile,
      !name.exists(on: recorder.assumedArchitecture), !isCompanionsName(name, recorder)
    {
      // `ad(3, "x", 1) = 1`: a cut first line; `sum(1, 2) = 3`: some program's words. strace prints
      // calls that it does not know by number.
      unrecognize(.suspectLine, &recorder)
      return
    }
    guard fits(prefix, name, &recorder),
      let process = calls.process(of: prefix, .entry, &recorder)
    else {
      // `[pid 4711] ` of a process that was never attached to: some program printed it.
      unrecognize(.suspectLine, &recorder)
      return
    }
    if !scan.ending.isDetached { calls.goOn(process, &recorder) }
    calls.abandon(process, &recorder)
    let call = TracedCall(
      name, arguments.values(of: name, scan, line, &recorder), prefix, line: recorder.line)
    if calls.isUndecided(process) { call.width = BitnessEvidence(prefix, scan, line) }
    if !recorder.selection.isEverything || recorder.programs != nil {
      learn(call, scan, line, prefix, process)
      if calls.unsized != nil { learnSize(call, line, process, recorder.programs) }
    }
    lookForSigns(call, scan, line, &recorder)
    switch scan.ending {
    case .result(let offset):
      conclude(call, ResultText(line, from: offset), process, &recorder)
    case .unfinished:
      calls.suspend(call, process, &recorder)
    case .detached:
      calls.conclude(call, process, &recorder)
      release(process, from: call, &recorder)
    case .processChanged:
      // Its end stands in another file, or on a line of the process.
      if calls.isOneProcessPerFile {
        calls.conclude(call, process, &recorder)
      } else {
        calls.suspend(call, process, &recorder)
      }
    case .open:
      preconditionFailure("handled above")
    }
  }

  private mutating func readResumption(
    _ line: Span<UInt8>, _ prefix: LinePrefix, _ recorder: inout ObservationBuilder
  ) {
    // `<... read resumed>`, `<... read resumed> ` up to 4.26, `<... read resumed #42>` as proposed.
    let nameStart = prefix.end + 5
    guard let nameEnd = line.firstIndex(of: .space, from: nameStart),
      line.hasPrefix(" resumed", at: nameEnd),
      let close = line.firstIndex(of: UInt8(ascii: ">"), from: nameEnd)
    else {
      unrecognize(.malformedLine, &recorder)
      return
    }
    guard line[nameStart] != UInt8(ascii: "?") else { return }
    let scan = ArgumentScan(line, from: close + 1)
    if case .result(let offset) = scan.ending, !ResultText.isWhole(line, from: offset) {
      readCut(line, &recorder)
      return
    }
    if case .open = scan.ending {
      beginOpenLine(line, &recorder)
      return
    }
    let name = PrintedName(line, in: nameStart..<nameEnd, names: names)
    guard fits(prefix, nil, &recorder),
      let process = calls.process(of: prefix, .resumption(name), &recorder)
    else {
      unrecognize(.suspectLine, &recorder)
      return
    }
    if !scan.ending.isDetached { calls.goOn(process, &recorder) }
    var result: ResultText?
    if case .result(let offset) = scan.ending { result = ResultText(line, from: offset) }
    guard
      let call = calls.takePending(name, process) ?? calls.takeProgramStart(name, &recorder)
    else {
      readOrphan(name, result, process, &recorder)
      return
    }
    if case .known(let syscall) = call.name, call.arguments.isEmpty,
      LastArguments.areInSecondHalf(syscall)
    {
      call.arguments = arguments.values(of: call.name, scan, line, &recorder)
    }
    if let result {
      conclude(call, result, process, &recorder)
    } else {
      calls.conclude(call, process, &recorder)
    }
    if case .detached = scan.ending { release(process, from: call, &recorder) }
  }

  /// `read(3, <detached ...>`
  private mutating func release(
    _ process: TracedProcess, from call: TracedCall, _ recorder: inout ObservationBuilder
  ) {
    if calls.roles[call.name] == .exec {
      calls.releaseProgram(process, &recorder)
    } else {
      calls.release(process, &recorder)
    }
  }

  private mutating func readOrphan(
    _ name: PrintedName, _ result: ResultText?, _ process: TracedProcess,
    _ recorder: inout ObservationBuilder
  ) {
    switch calls.roles[name] {
    case .fork where result?.value == 0:
      // A child may show the end of the call that made it: `1001 <... clone resumed>) = 0`.
      recorder.note(.orphanedClone)
    case .exec where calls.isOneProcessPerFile:
      // It began in the file of a thread: `execve(... <pid changed to 4711 ...>`.
      calls.beginProgram(process, &recorder)
    default:
      recorder.note(.orphanedResumption)
      if let result { calls.concludeOrphan(name, result.outcome, process, &recorder) }
    }
  }

  private mutating func conclude(
    _ call: TracedCall, _ result: ResultText, _ process: TracedProcess,
    _ recorder: inout ObservationBuilder
  ) {
    call.outcome = result.outcome
    call.result = result.value
    if call.width == nil {
      call.width = BitnessEvidence(result: result, of: calls.roles[call.name])
    }
    calls.conclude(call, process, &recorder)
    if result.isDeath { calls.noteDeath(of: process) }
  }

  /// Whether the line has the shape of those before it.
  private mutating func fits(
    _ prefix: LinePrefix, _ name: PrintedName?, _ recorder: inout ObservationBuilder
  ) -> Bool {
    // Only a program's start begins a recording of another shape, as in appended logs.
    let isStart = name.map { calls.roles[$0] == .exec } ?? false
    let fit = style.compare(
      prefix, line: recorder.line, mayBegin: isStart || calls.isNobodyAlive)
    switch fit {
    case .differs: return false
    case .begins: calls.finish(&recorder)
    case .fits: break
    }
    if style.isConfirmed {
      if !undecided.isEmpty { decideUndecided(&recorder) }
      for line in style.takeImitations() { recorder.note(.suspectLine, line: line) }
    }
    if isStart, calls.isNobodyAlive, prefix.process == nil { calls.beginsWithProgram() }
    return true
  }

  private func isCompanionsName(_ name: PrintedName, _ recorder: ObservationBuilder) -> Bool {
    recorder.assumedArchitecture.companions.contains { name.exists(on: $0) }
  }

  /// Learns a process's name from `-Y`, and the path of an execve or open.
  private func learn(
    _ call: TracedCall, _ scan: ArgumentScan, _ line: Span<UInt8>, _ prefix: LinePrefix,
    _ process: TracedProcess
  ) {
    if let range = prefix.command { process.identity.command = line.text(range) }
    guard [.exec, .open].contains(calls.roles[call.name]),
      let path = scan.argument(call.pathPosition, in: line),
      let quote = line.firstIndex(of: .quote, from: path.lowerBound), quote + 1 < path.upperBound
    else { return }
    let printed = line.unescapedString(from: quote + 1, limit: Self.longestPath)
    let text = String(decoding: printed, as: UTF8.self)
    let folder =
      call.pathPosition == 0 ? nil : scan.argument(0, in: line).flatMap { line.path(in: $0) }
    call.path = text.hasPrefix("/") ? text : folder.map { "\($0)/\(text)" } ?? text
  }

  /// Learns how large a library is that the process has opened: `fstat(3, {…, st_size=1922136, …}) = 0` comes next,
  /// or soon.
  private mutating func learnSize(
    _ call: TracedCall, _ line: Span<UInt8>, _ process: TracedProcess, _ programs: ProgramPaths?
  ) {
    guard let library = calls.unsized else { return }
    guard call.line < library.line + 8 else {
      calls.unsized = nil
      return
    }
    guard library.process == process.number,
      let text = call.name.text, text == "fstat" || text == "newfstatat" || text == "fstat64"
    else { return }
    calls.unsized = nil
    guard let start = line.firstRange(of: "st_size=")?.upperBound,
      let size = line.decimal(at: start).flatMap({ Int(exactly: $0.value) })
    else { return }
    programs?.add(size: size, of: library.path)
  }

  /// `PATH_MAX` of the kernel.
  private static let longestPath = 4096
}

extension Span<UInt8> {
  /// What `-y` prints of a descriptor: `AT_FDCWD</srv/app>`, `3</srv>`.
  fileprivate func path(in range: Range<Int>) -> String? {
    guard let start = firstIndex(of: UInt8(ascii: "<"), from: range.lowerBound),
      start + 2 < range.upperBound, self[start + 1] == UInt8(ascii: "/"),
      self[range.upperBound - 1] == UInt8(ascii: ">")
    else { return nil }
    return text((start + 1)..<(range.upperBound - 1))
  }
}
