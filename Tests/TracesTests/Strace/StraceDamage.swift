import Audit
import Logs
import Strace
import Syscalls
import TestSupport
import Traces

/// A log of strace's, line by line, and what may befall it.
struct StraceText {
  /// Without their line ends.
  var lines: [[UInt8]]

  var bytes: [UInt8] { Array(lines.joined(separator: [.newline])) + [.newline] }

  /// Some lines of its beginning, where processes and programs start, and some that follow each
  /// other anywhere behind.
  func excerpt(_ count: Int, using generator: inout Seeded) -> Self {
    guard lines.count > count else { return self }
    let start = Int.random(in: (count / 4)...(lines.count - count * 3 / 4), using: &generator)
    return Self(lines: Array(lines[..<(count / 4)] + lines[start..<(start + count * 3 / 4)]))
  }
}

/// One kind of change to a log.
enum StraceDamage: CaseIterable {
  /// To the bytes of a line, wherever.
  case dropsByte, doublesByte, swapsBytes, replacesByte, insertsText, stretches
  /// To the lines.
  case cuts, merges, breaks, repeats, drops, moves
  /// To what strace prints before, in and behind a call.
  case changesPrefix, changesAllPrefixes, changesResult, suspends, misnames
  /// To what becomes of processes.
  case insertsEvent, startsProgram, renumbers

  /// Does so to the line at `index`, or to what stands there.
  func apply(to log: inout StraceText, at index: Int, using generator: inout Seeded) {
    let line = log.lines[index]
    let prefix = Self.prefix(of: line)
    let place = line.isEmpty ? 0 : Int.random(in: 0..<line.count, using: &generator)
    switch self {
    case .dropsByte:
      if !line.isEmpty { log.lines[index].remove(at: place) }
    case .doublesByte:
      if !line.isEmpty { log.lines[index].insert(line[place], at: place) }
    case .swapsBytes:
      if place + 1 < line.count { log.lines[index].swapAt(place, place + 1) }
    case .replacesByte:
      if !line.isEmpty { log.lines[index][place] = .random(in: 0...255, using: &generator) }
    case .insertsText:
      log.lines[index].insert(contentsOf: Self.pick(Self.texts, &generator), at: place)
    case .stretches:
      // Across the words in which marks are made.
      let letters = repeatElement(UInt8(ascii: "a"), count: .random(in: 1...200, using: &generator))
      log.lines[index].insert(contentsOf: letters, at: place)
    case .cuts:
      log.lines[index].removeSubrange(place...)
    case .merges:
      if index + 1 < log.lines.count { log.lines[index] += log.lines.remove(at: index + 1) }
    case .breaks:
      log.lines[index].removeSubrange(place...)
      log.lines.insert(Array(line[place...]), at: index + 1)
    case .repeats:
      log.lines.insert(line, at: index)
    case .drops:
      if log.lines.count > 1 { log.lines.remove(at: index) }
    case .moves:
      log.lines.remove(at: index)
      log.lines.insert(line, at: .random(in: 0...log.lines.count, using: &generator))
    case .changesPrefix:
      log.lines[index].replaceSubrange(
        ..<prefix.end, with: Self.prefix(Self.pick(Self.prefixes, &generator), prefix))
    case .changesAllPrefixes:
      let pattern = Self.pick(Self.prefixes, &generator)
      for index in log.lines.indices {
        let prefix = Self.prefix(of: log.lines[index])
        log.lines[index].replaceSubrange(..<prefix.end, with: Self.prefix(pattern, prefix))
      }
    case .changesResult:
      guard let start = line.span.lastIndex(of: UInt8(ascii: "="), in: 0..<line.count) else {
        break
      }
      log.lines[index].replaceSubrange(start..., with: Self.result(of: line, &generator))
    case .suspends:
      guard let split = Self.halves(of: line, prefix) else { break }
      log.lines[index] = split.first
      log.lines.insert(
        split.second,
        at: .random(in: (index + 1)...min(index + 9, log.lines.count), using: &generator))
    case .misnames:
      let name = Self.name(in: line, prefix)
      log.lines[index].replaceSubrange(name, with: Self.pick(Self.names, &generator))
    case .insertsEvent:
      let name = String(decoding: line[Self.name(in: line, prefix)], as: UTF8.self)
      let other = Self.prefix(of: log.lines.randomElement(using: &generator)!).process ?? 1
      let event = String(decoding: Self.pick(Self.events, &generator), as: UTF8.self)
        .replacing("NAME", with: name).replacing("PID", with: "\(other)")
      let isBare = Int.random(in: 0..<4, using: &generator) == 0
      log.lines.insert((isBare ? [] : line[..<prefix.end]) + Array(event.utf8), at: index + 1)
    case .startsProgram:
      log.lines.insert(
        line[..<prefix.end] + Array(#"execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0"#.utf8),
        at: index)
    case .renumbers:
      // The processes of half the log become one, which comes again.
      for index in index..<min(index + log.lines.count / 2, log.lines.count) {
        let prefix = Self.prefix(of: log.lines[index])
        guard prefix.process != nil else { continue }
        log.lines[index].replaceSubrange(
          ..<prefix.end, with: Self.prefix(Array("7 TIME".utf8), prefix))
      }
    }
  }

  private static func prefix(of line: [UInt8]) -> LinePrefix { LinePrefix(of: line.span) }

  private static func pick(_ texts: [String], _ generator: inout Seeded) -> [UInt8] {
    Array(texts.randomElement(using: &generator)!.utf8)
  }

  /// What has a meaning somewhere, to be put where it has none.
  private static let texts = [
    "\"", "\\", "\\\"", "\"\"", "(", ")", "<", ">", "[", "]", "{", "}", ",", "=", " ", "  ", "-",
    "+",
    "*", "/", "|", "#64", "64:", "?", "/*", "*/", "/* 3 vars */", "/* \" */", "*/*", "->", ":[",
    "<a>",
    "</a\"b>", "</a\"b\"c>", "</a)>", "<u>", "<unix>", "<TCP:[1->2]>", "<TCP:[a->b) = 5]>", "1<<2",
    "<char 1:3>", ") = 0", ") = -1", ") = 3\"", "= 0", " = ?", "<unfinished ...>",
    " <unfinished #42 ...>",
    "<detached ...>", "<pid changed to 7 ...>", "<... resuming interrupted read ...>", " resumed>",
    " (INJECTED)", "(INJECTED", " <0.000012>", "+++ ", "--- ", "\u{0}", "\u{1b}[33m", "\r", "\t",
    "\u{7f}", "\u{e4}", "\u{1f4a9}", "TCGETS or SNDCTL_TMR_TIMEBASE", "|0x7", "0640",
    "F_GETFD|F_DUPFD",
  ]

  /// PID and TIME stand for the line's own.
  private static let prefixes = [
    "", "TIME", "PID TIME", "PID    TIME", "PID            TIME", "[pid PID] TIME",
    "[pid     PID] TIME", "PID<comm> TIME", "PID 23:04:14 ", "PID 23:04:14.171643 ",
    "PID 1795302163.943298 ", "PID 1795302065 ", "PID      0.000123 ", "PID (+     0.000123) ",
    "PID 23:04:14  ", "PID 1.1 2.2 ", "1795302065 ", "     0.000123 ", "0 TIME", "00PID TIME",
    "0000PID TIME", "4194304 TIME", "4194305 TIME", "PID [ 257] TIME",
    "PID [00007f2476cc4ad7] TIME",
    "PID [unconfined_t] TIME", "PID\t", " PID TIME", "77 TIME", "PID TIME[ 257] ", "\u{feff}PID ",
  ]

  private static func prefix(_ pattern: [UInt8], _ own: LinePrefix) -> [UInt8] {
    let process = own.process ?? 4711
    return Array(
      String(decoding: pattern, as: UTF8.self).replacing("PID", with: "\(process)")
        .replacing("TIME", with: own.parts.contains(.time) ? "1795302163.943298 " : "").utf8)
  }

  private static let results = [
    "", "=", "= ", "= 0", "= 00", "= 9", "= 12345", "= 123456", "= 12345678", "= 123456789",
    "= 4294967295", "= 4294967296", "= 18446744073709551615", "= 18446744073709551616",
    "= 99999999999999999999999999", "= 0x", "= 0x9", "= 00x9", "= 0x00000000000000009", "= 0X9",
    "= 0xffffffff", "= 0x7f2b5a46b000", "= 0xfffffffffffffffff",
    "= 7 /* 4711 in strace's PID NS */",
    "= 7 /* x */", "= 0 (Timeout)", "= 1 (in [3], left {tv_sec=1})", "= 0 (INJECTED)",
    "= 0 (INJECTED: args)", "= 0 (INJECTED) <0.000012>", "= 3</a (INJECTED)>", "= 3</a> (INJECTED)",
    "= 3</a\"> (INJECTED)", "= 1 \" (INJECTED)", "= 0 \"x (INJECTED)\" <0.1>",
    "= 3</dev/null<char 1:3>>",
    "= -1 EPERM (Operation not permitted)", "= -1 EPERM (Operation not permitted) (INJECTED)",
    "= -1 EPERM (Operation not permitted) <0.000012>", "= -1 EPERM \"(\" (x)", "= -1 EPERM",
    "= -1 EPERM(x)",
    "= -1  EPERM (x)", "= -2 EPERM (x)", "= -1 (errno 38)", "= -1 E123 (Unknown error 123)",
    "= -1 ERESTARTSYS (x)", "= -38", "= -", "= ?", "= ? ", "= ? ERESTARTSYS (To be restarted)",
    "= ? <unavailable>", "= ?\u{0}", "= 0\r", "= 0 \u{1b}[0m", "= 0 \\", "= 0x9\\", "== 0", "=  0",
  ]

  /// One of them, or the call's own number, as a seccomp filter leaves it there.
  private static func result(of line: [UInt8], _ generator: inout Seeded) -> [UInt8] {
    if Bool.random(using: &generator) { return pick(results, &generator) }
    let name = line[name(in: line, prefix(of: line))]
    let number = Syscall(String(decoding: name, as: UTF8.self))?.number(on: .x86_64) ?? 0
    return pick(
      [
        "= \(number)", "= 0\(number)", "= 000000\(number)", "= 0000000000\(number)",
        "= 0x\(String(number, radix: 16))", "= 00x\(String(number, radix: 16))",
        "= 0x0000000000\(String(number, radix: 16))", "= \(number) (x)", "= \(number) (INJECTED)",
        "= \(number | Architecture.x32Bit)",
      ], &generator)
  }

  private static let names = [
    "read", "rt_sigreturn", "getuid", "clone3", "fork", "mmap2", "_llseek", "socketcall", "socket",
    "fcntl", "ioctl", "syscall_0x1c3", "syscall_334", "ad", "umount", "pread", "ioctl#64",
    "64:read",
    "exit_group", "restart_syscall", "sched_get_priority_max", "no_such_call", "0read", "",
  ]

  private static let events = [
    "+++ killed by SIGSYS +++", "+++ killed by SIGKILL +++", "+++ exited with 0 +++",
    "+++ exited with 0 ++", "+++ superseded by execve in pid PID +++",
    "<... execve resumed>) = 0", "execve(\"/x\", [\"x\"], NULL <unfinished ...>",
    "execve(\"/x\" <pid changed to PID ...>", "<... NAME resumed>) = 0", "<... NAME resumed>\"x",
    "<... NAME resumed> ) = -1 EPERM (Operation not permitted)", "<... NAME resumed #42>) = 0",
    "<... NAME resumed> <unfinished ...>) = ?", "<... NAME resumed", "<... ??? resumed>) = 0",
    "NAME( <unfinished ...>", "NAME(3, <unfinished ...>) = ?", "NAME(",
    "NAME(3, F_GETFD <unfinished ...>",
    "NAME(3</a,b>, TCGETS, 0x9) = 0", "NAME(3 <a,b>, TCGETS) = 0", "NAME(3, F_GETFD<unix>) = 0",
    "NAME(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 3", "NAME(AF_INET <unfinished ...>",
    "???( <unfinished ...>", "--- SIGCHLD {si_signo=SIGCHLD} ---", "--- stopped by SIGSTOP ---",
    "--- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_syscall=__NR_NAME} ---",
    "--- SIGSYS {si_signo=SIGSYS, si_code=SI_USER} ---", "[ Process PID=PID runs in 32 bit mode. ]",
    "[ Process PID=PID runs in 64 bit mode. ]", "[ Process PID=99 runs in x32 mode. ]",
    "strace: Process PID attached", "strace: Process PID detached", "strace: Process 98 attached",
    "strace: Process 98 attached with 4 threads", "clone(child_stack=NULL, flags=SIGCHLD) = PID",
    "fork( <unfinished ...>", "<... fork resumed>) = PID", "exit_group(0) = ?", "hello, world",
    "% time     seconds  usecs/call     calls    errors syscall", "------ ---- ----", "",
    "getpid() = 39", "getppid() = 0000000110", "getuid() = 0x66",
    " > /lib/libc.so.6(_exit+0x29) [0xd4409]",
    "mmap2(NULL, 4096) = 0xf7faf000", "read(3, 0xf7faf000, 1) = 1", "read(3, \"x\", 1) = 1",
  ]

  private static func name(in line: [UInt8], _ prefix: LinePrefix) -> Range<Int> {
    let start = line.span.hasPrefix("<... ", at: prefix.end) ? prefix.end + 5 : prefix.end
    return start..<line.span.skip(from: start) { $0.isIdentifier }
  }

  /// The two lines that a call makes where others come between.
  private static func halves(
    of line: [UInt8], _ prefix: LinePrefix
  ) -> (first: [UInt8], second: [UInt8])? {
    let name = name(in: line, prefix)
    guard name.lowerBound == prefix.end, !name.isEmpty,
      let close = line.span.lastIndex(of: UInt8(ascii: ")"), in: 0..<line.count),
      close > name.upperBound
    else { return nil }
    return (
      line[..<close] + Array(" <unfinished ...>".utf8),
      line[..<prefix.end] + Array("<... ".utf8) + line[name] + Array(" resumed>".utf8)
        + line[close...]
    )
  }
}
