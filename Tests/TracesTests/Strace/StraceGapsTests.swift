import Logs
import Observations
import TestSupport
import Testing
import Traces

/// Recordings that left calls out, as the log itself proves. Lines as strace 6.1 printed them.
@Suite struct StraceGapsTests {
  struct Log: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let ledger: [String]

    init(_ situation: String, _ text: String, _ ledger: [String] = []) {
      testDescription = situation
      self.text = text
      self.ledger = ledger
    }
  }

  private static let start = """
    70    execve("/bin/sh", ["sh"], 0x7ffd988637f8 /* 35 vars */) = 0
    70    brk(NULL)                         = 0x5617df99d000

    """
  private static let end =
    "70    exit_group(0)                     = ?\n70    +++ exited with 0 +++\n"
  private static let fork = "70    clone(child_stack=NULL, flags=SIGCHLD) = 71\n"
  private static let wait = "70    wait4(-1, NULL, 0, NULL)          = 71\n"
  private static let child = "exit_group(0)                     = ?\n"

  @Test(arguments: [
    Log("no -f", start + fork + wait + end, ["untraced-process 1"]),
    Log(
      "no -f, stopped while it waits", start + fork + "70    wait4(-1,",
      [
        "truncated-tail 1", "untraced-process 1",
      ]),
    Log(
      "two children, one of them seen",
      start + fork + "71    \(child)" + fork.replacing("71", with: "72") + wait + end,
      ["untraced-process 1"]),
    Log("a child seen", start + fork + "71    \(child)" + wait + end),
    Log(
      "a child with another number, as seen from the host", start + fork + "9001  \(child)" + end),
    Log(
      "a child seen before its maker knows of it",
      start
        + "70    clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD}, 88 <unfinished ...>\n"
        + "71    \(child)70    <... clone3 resumed>)            = 71\n" + end),
    Log(
      "a child seen from the host, while another process tries a clone in vain",
      start + fork + "9001  getpid() = 71\n"
        + "70    clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>\n"
        + "9001  clone3({flags=CLONE_VM}, 88 <unfinished ...>\n"
        + "70    <... clone resumed>) = 72\n9002  \(child)"
        + "9001  <... clone3 resumed>) = -1 ENOSYS (Function not implemented)\n9001  \(child)"
        + end),
    Log(
      "threads under one number after the other",
      start + fork + "71    \(child)"
        + "71    +++ exited with 0 +++\n" + fork + "71    \(child)" + end),
    Log(
      "a number that comes again, under -qq",
      start + fork + "71    \(child)" + fork + "71    getpid() = 71\n71    \(child)" + end),
    Log("a clone that failed", start + fork.replacing("= 71", with: "= -1 EAGAIN (x)") + end),
    Log(
      "a child that was killed at once", start + fork + "71    +++ killed by SIGKILL +++\n" + end),
    Log("stopped behind a clone", start + fork),
    Log(
      "stopped soon behind a clone, while others are followed",
      start + fork + "71    getpid() = 71\n" + fork + "70    wait4(-1,  <unfinished ...>\n",
      ["unfinished-call 1"]),
    Log(
      "attached to", "70    <... read resumed>\"x\", 1) = 1\n71    getuid() = 0\n",
      ["orphaned-resumption 1"]),
  ])
  func childrenAreCounted(log: Log) throws {
    #expect(Self.sure(try Recording(log.text, format: "strace")) == log.ledger)
  }

  /// The ledger without what is assumed of the architecture, which short logs do not tell.
  private static func sure(_ recording: Recording) -> [String] {
    recording.ledger.filter { !$0.hasPrefix("guessed") }
  }

  /// Threads that start side by side, and try clone3 in vain first: all are counted, whichever of their lines comes
  /// first, under whichever numbers.
  @Test(arguments: 0..<60) func childrenMadeSideBySideAreCounted(seed: UInt64) throws {
    var log = ConcurrentBirths(seed: seed)
    let text = log.text()
    let expected = log.untraced == 0 ? [] : ["untraced-process \(log.untraced)"]
    #expect(Self.sure(try Recording(text, format: "strace")) == expected, "\(text)")
  }

  private struct ConcurrentBirths {
    private enum State {
      case idle, trying
      case making(child: Int)
    }

    private var generator: Seeded
    private let isSeenFromHost: Bool
    private let losesSome: Bool
    private var states: [(number: Int, state: State)] = [(70, .idle)]
    private var unborn: [Int] = []
    private var made = 70
    /// Children without lines.
    private(set) var untraced = 0

    init(seed: UInt64) {
      generator = Seeded(seed)
      isSeenFromHost = Bool.random(using: &generator)
      losesSome = Bool.random(using: &generator)
    }

    mutating func text() -> String {
      var lines = StraceGapsTests.start
      for _ in 0..<120 {
        if !unborn.isEmpty, Int.random(in: 0..<3, using: &generator) == 0 {
          let child = unborn.remove(at: Int.random(in: unborn.indices, using: &generator))
          lines += line(of: appearing(child), "getpid() = \(child)")
        } else {
          lines += step(states.indices.randomElement(using: &generator)!, maySpawn: made < 95)
        }
      }
      for index in states.indices { while !isIdle(index) { lines += step(index, maySpawn: false) } }
      while let child = unborn.popLast() {
        lines += line(of: appearing(child), "getpid() = \(child)")
      }
      for (number, _) in states.reversed() {
        lines += line(of: number, "exit_group(0) = ?") + line(of: number, "+++ exited with 0 +++")
      }
      return lines
    }

    private func isIdle(_ index: Int) -> Bool {
      if case .idle = states[index].state { true } else { false }
    }

    private func line(of number: Int, _ text: String) -> String { "\(number) \(text)\n" }

    private mutating func appearing(_ child: Int) -> Int {
      let number = isSeenFromHost ? 9000 + child : child
      states.append((number, .idle))
      return number
    }

    /// What a process does next.
    private mutating func step(_ index: Int, maySpawn: Bool) -> String {
      let (number, state) = states[index]
      switch state {
      case .idle where !maySpawn || Bool.random(using: &generator):
        return line(of: number, "getuid() = 0")
      case .idle:
        states[index].state = .trying
        return line(of: number, "clone3({flags=CLONE_VM|CLONE_THREAD}, 88 <unfinished ...>")
      case .trying:
        guard maySpawn else {
          states[index].state = .idle
          return line(of: number, "<... clone3 resumed>) = -1 ENOSYS (Function not implemented)")
        }
        made += 1
        if losesSome, Int.random(in: 0..<8, using: &generator) == 0 {
          untraced += 1
        } else {
          unborn.append(made)
        }
        states[index].state = .making(child: made)
        return line(of: number, "<... clone3 resumed>) = -1 ENOSYS (Function not implemented)")
          + line(
            of: number, "clone(child_stack=0x7fc2, flags=CLONE_VM|CLONE_THREAD <unfinished ...>")
      case .making(let child):
        states[index].state = .idle
        return line(of: number, "<... clone resumed>) = \(child)")
      }
    }
  }

  /// On a terminal a message tells of a child, even in the midst of the call that makes it.
  @Test(arguments: [
    (
      """
      clone(child_stack=NULL, flags=SIGCHLDstrace: Process 71 attached
      , child_tidptr=0x7f7c3a1b9a10) = 71
      [pid    71] +++ killed by SIGKILL +++
      brk(NULL) = 0x5617df99d000
      """, []
    ),
    (
      "clone(child_stack=NULL, flags=SIGCHLD) = 71\nbrk(NULL) = 0x5617df99d000",
      ["untraced-process 1"]
    ),
  ])
  func childrenOnATerminalAreCounted(text: String, ledger: [String]) throws {
    let first = "execve(\"/x\", [\"x\"], 0x7ffd988637f8 /* 4 vars */) = 0\n"
    #expect(try Recording(first + text, format: "strace").ledger == ledger)
  }

  /// `strace -ff`: each process has a file, whichever number its maker was told.
  @Test(arguments: [(["70", "71"], []), (["70", "9001"], []), (["70"], ["untraced-process 1"])])
  func filesAreCounted(files: [String], ledger: [String]) throws {
    let folder = try TemporaryFolder()
    let lines = (Self.start + Self.fork + Self.wait + Self.end).replacing("70    ", with: "")
    let paths = try files.map {
      try folder.write(
        Array(($0 == "70" ? lines : "brk(NULL) = 0x5617df99d000\n\(Self.child)").utf8),
        to: "log.\($0)")
    }
    #expect(try Recording(reading: paths).ledger == ledger)
  }

  @Test func childrenOfOthersAreNoLossOfWhatIsSelected() throws {
    let recording = try Recording(
      Self.start + Self.fork + Self.wait + "88    getpid() = 88\n", format: "strace",
      selection: Selection(processes: [88]))
    #expect(Self.sure(recording) == ["other-process 4"])
  }

  @Test(arguments: [
    Log(
      "-e trace=%file",
      """
      31    execve("/usr/sbin/websrv", ["websrv"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3
      31    openat(AT_FDCWD, "/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY|O_CLOEXEC) = 3
      31    +++ exited with 0 +++
      """, ["selected-calls 2"]),
    Log(
      "-e trace=network", "31    socket(AF_INET, SOCK_STREAM, 0) = 3\n31    +++ exited with 0 +++",
      ["selected-calls 1"]),
    Log(
      "-e trace=%process",
      """
      31    execve("/bin/sh", ["sh"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    vfork( <unfinished ...>
      32    execve("/bin/ls", ["ls"], 0x7ffc1ad35ba0 /* 9 vars */ <unfinished ...>
      31    <... vfork resumed>)              = 32
      32    <... execve resumed>)             = 0
      32    exit_group(0)                     = ?
      32    +++ exited with 0 +++
      31    exit_group(0)                     = ?
      31    +++ exited with 0 +++
      """, ["selected-calls 1"]),
    Log(
      "-e trace=network,process",
      """
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    socket(AF_INET, SOCK_STREAM, 0) = 3
      31    exit_group(0)                     = ?
      """, ["selected-calls 1"]),
    Log(
      "-e trace=!mmap",
      """
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      31    openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3
      31    read(3, "", 832) = 832
      31    close(3) = 0
      31    mprotect(0x7f71d1784000, 16384, PROT_READ) = 0
      31    exit_group(0)                     = ?
      """, ["selected-calls 1"]),
    Log(
      "-e trace=!clone",
      """
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      32    getpid()                          = 32
      31    getpid()                          = 31
      """, ["selected-calls 1"]),
    Log(
      "one process without its end",
      """
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      31    clone(child_stack=NULL, flags=SIGCHLD) = 32
      32    getpid()                          = 32
      32    +++ exited with 0 +++
      31    exit_group(0)                     = ?
      31    +++ exited with 0 +++
      """, ["selected-calls 1"]),
    Log(
      "-e trace=%memory,%process",
      """
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      31    mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f71d1784000
      31    mmap(NULL, 18225, PROT_READ, MAP_PRIVATE, 3, 0) = 0x7f71d177f000
      31    mprotect(0x7f71d1784000, 16384, PROT_READ) = 0
      31    exit_group(0)                     = ?
      31    +++ exited with 0 +++
      """, ["selected-calls 1"]),
    Log(
      "-e trace=!openat, and a call later that may give a descriptor",
      #"""
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      31    mmap(NULL, 18225, PROT_READ, MAP_PRIVATE, 3, 0) = 0x7f71d177f000
      31    close(3)                          = 0
      31    read(3, "\177ELF\2\1\1\3\0\0\0\0\0\0\0\0"..., 832) = 832
      31    mmap(NULL, 2125824, PROT_READ, MAP_PRIVATE|MAP_DENYWRITE, 3, 0) = 0x7f71d1577000
      31    arch_prctl(ARCH_SET_FS, 0x7f71d1784740) = 0
      31    ioctl(1, TCGETS, {c_iflag=ICRNL}) = 0
      31    exit_group(0)                     = ?
      31    +++ exited with 0 +++
      """#, ["selected-calls 1"]),
    Log(
      "a library whose file was opened",
      #"""
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    openat(AT_FDCWD, "/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY|O_CLOEXEC) = 3
      31    read(3, "\177ELF\2\1\1\3\0\0\0\0\0\0\0\0"..., 832) = 832
      31    mmap(NULL, 2125824, PROT_READ, MAP_PRIVATE|MAP_DENYWRITE, 3, 0) = 0x7f71d1577000
      31    arch_prctl(ARCH_SET_FS, 0x7f71d1784740) = 0
      31    exit_group(0)                     = ?
      31    +++ exited with 0 +++
      """#, []),
    Log(
      "a loader, and a program that was stopped",
      """
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      31    mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f71d1784000
      31    openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3
      31    fstat(3, {st_mode=S_IFREG|0644, st_size=18225}) = 0
      31    mmap(NULL, 18225, PROT_READ, MAP_PRIVATE, 3, 0) = 0x7f71d177f000
      31    close(3)                          = 0

      """ + String(repeating: "31    getpid()                          = 31\n", count: 300)),
    Log(
      "stopped while libraries are loaded",
      """
      31    execve("/bin/x", ["x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      31    openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3
      31    fstat(3, {st_mode=S_IFREG|0644, st_size=18225}) = 0
      """),
    // `strace -p`: what was opened before is not in the log.
    Log(
      "attached to, mapping what was opened before",
      """
      31    mmap(NULL, 18225, PROT_READ, MAP_PRIVATE, 3, 0) = 0x7f71d177f000
      31    read(3, "", 832)                  = 0
      31    munmap(0x7f71d177f000, 18225)     = 0
      31    exit_group(0)                     = ?
      31    +++ exited with 0 +++
      """),
    Log(
      "a static program that maps a socket's pages",
      """
      31    execve("./x", ["./x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      31    socket(AF_PACKET, SOCK_RAW, htons(0x3 /* ETH_P_ALL */)) = 3
      31    mmap(NULL, 18225, PROT_READ, MAP_SHARED, 3, 0) = 0x7f71d177f000
      31    exit_group(0)                     = ?
      31    +++ exited with 0 +++
      """),
    Log(
      "an assembler's program",
      """
      31    execve("./hello", ["./hello"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    write(1, "hi", 2)                 = 2
      31    exit(0)                           = ?
      31    +++ exited with 0 +++
      """),
    Log(
      "a static program of musl",
      """
      31    execve("./x", ["./x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    arch_prctl(ARCH_SET_FS, 0x110a6380) = 0
      31    set_tid_address(0x110a6378)       = 31
      31    exit_group(0)                     = ?
      31    +++ exited with 0 +++
      """),
    Log(
      "threads that end with each other",
      """
      31    execve("./x", ["./x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      31    clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0}, 88) = 32
      32    futex(0x7f7c3a1b9a10, FUTEX_WAIT) = 0
      31    exit_group(0)                     = ?
      32    +++ exited with 0 +++
      31    +++ exited with 0 +++
      """),
    Log(
      "a program that a signal ended",
      """
      31    execve("./x", ["./x"], 0x7ffc1ad35ba0 /* 9 vars */) = 0
      31    brk(NULL)                         = 0x5617df99d000
      31    +++ killed by SIGKILL +++
      """),
    Log("the first lines alone", "31    execve(\"./x\", [\"./x\"], 0x7ffc1ad35ba0) = 0\n"),
  ])
  func selectionsOfCallsAreTold(log: Log) throws {
    let recording = try Recording(log.text, format: "strace")
    #expect(recording.ledger.filter { !$0.hasPrefix("guessed") } == log.ledger)
  }

  @Test(arguments: [
    Log(
      "-b execve, in a file",
      """
      70    execve("/bin/sh", ["sh"], 0x7ffd988637f8 /* 35 vars */) = 0
      70    brk(NULL)                         = 0x5617df99d000
      70    vfork( <unfinished ...>
      71    execve("/usr/bin/ls", ["ls"], 0x55e5c4a79a70 /* 35 vars */ <unfinished ...>
      70    <... vfork resumed>)              = 71
      70    exit_group(0)                     = ?
      70    +++ exited with 0 +++
      """, ["released-process 1"]),
    Log(
      "-b execve, on a terminal",
      """
      execve("/usr/bin/sh", ["sh"], 0x7ffdef67cd38 /* 35 vars */) = 0
      brk(NULL)                               = 0x5587f62b1000
      vfork(strace: Process 5140 attached
       <unfinished ...>
      [pid  5140] execve("/usr/bin/ls", ["ls"], 0x5587f62b1a70 /* 35 vars */ <unfinished ...>
      [pid  5139] <... vfork resumed>)        = 5140
      [pid  5139] wait4(-1, strace: Process 5140 detached
      [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 5140
      exit_group(0)                           = ?
      +++ exited with 0 +++
      """, ["released-process 1"]),
    Log(
      "-b execve, of one process",
      "brk(NULL) = 0x5617df99d000\nexecve(\"/usr/bin/ls\", [\"ls\"], 0x56090ad00a78 /* 35 vars */ <detached ...>",
      ["released-process 1"]),
    Log(
      "the end of the recording",
      """
      execve("/usr/bin/sh", ["sh"], 0x7ffdef67cd38 /* 35 vars */) = 0
      brk(NULL)                               = 0x5587f62b1000
      clone(child_stack=NULL, flags=SIGCHLD)  = 5320
      strace: Process 5320 attached
      [pid  5319] wait4(-1,  <unfinished ...>
      [pid  5320] clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=5, tv_nsec=0}, strace: Process 5319 detached
      strace: Process 5320 detached
       <detached ...>
      """, ["detached 2"]),
  ])
  func processesThatAreLetGoAreALossWhereTheLogGoesOn(log: Log) throws {
    #expect(Self.sure(try Recording(log.text, format: "strace")) == log.ledger)
  }

  /// The call in whose midst strace said that it let go of its process.
  @Test func callCutByAMessageIsCounted() throws {
    try StraceSample(
      """
      execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      clone(child_stack=NULL, flags=SIGCHLD) = 10
      strace: Process 10 attached
      [pid     9] brk(NULL) = 0x5617df99d000
      [pid    10] brk(NULL) = 0x5617df99d000
      [pid    10] read(3, strace: Process 10 detached
       <detached ...>
      """,
      [
        "x86_64 brk 2: 2 returned", "x86_64 clone[0=0x11] 1: 1 returned",
        "x86_64 execve 1: 1 returned", "x86_64 read 1: 1 unknown",
      ], ["detached 1"]
    ).check()
  }

  /// A thread's execve, as it stands on a terminal: no number precedes its end.
  @Test func executionByAThreadOnATerminalIsOneCall() throws {
    try StraceSample(
      """
      execve("./texec", ["./texec"], 0x7ffe59aaf520 /* 35 vars */) = 0
      brk(NULL) = 0x5617df99d000
      clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0}strace: Process 5056 attached
       => {parent_tid=[5056]}, 88) = 5056
      [pid  5055] pause( <unfinished ...>
      [pid  5056] execve("/bin/true", ["true"], 0x7ffdecd59148 /* 35 vars */ <unfinished ...>
      [pid  5055] <... pause resumed>)        = ?
      +++ superseded by execve in pid 5056 +++
      <... execve resumed>)                   = 0
      brk(NULL) = 0x5617df99d000
      exit_group(0)                           = ?
      +++ exited with 0 +++
      """,
      [
        "x86_64 brk 2: 2 returned", "x86_64 clone3 1: 1 returned",
        "x86_64 execve 2: 2 returned", "x86_64 exit_group 1: 1 unknown",
        "x86_64 pause 1: 1 unknown",
      ]
    ).check()
  }

  /// Others write between the lines of a terminal and nowhere else, whichever line it is.
  @Test(arguments: ["# a note", "hello, world", "ory)", "  <unfinished ...>", "name(1, 2"])
  func wordsOfOthersAreOneThingWhereverTheyStand(words: String) throws {
    let terminal = ["brk(NULL) = 0x2751000", "getuid() = 0", "close(3) = 0", "getpid() = 4"]
    let file = terminal.map { "77    \($0)" }
    for (lines, kind) in [(terminal, "foreign-text 1"), (file, "malformed-line 1")] {
      for place in 0...lines.count {
        let log = lines[..<place] + [words] + lines[place...]
        let ledger = try Recording(log.joined(separator: "\n") + "\n", format: "strace").ledger
        #expect(ledger.filter { !$0.hasPrefix("guessed") } == [kind], "line \(place + 1)")
      }
    }
  }

  /// A program's own line among those of a file is no call, nor is it one as the first or second.
  @Test(arguments: 0...4) func imitationIsToldWhereverItStands(place: Int) throws {
    let lines = ["brk(NULL) = 0x2751000", "getuid() = 0", "close(3) = 0", "getpid() = 4"]
      .map { "77    \($0)" }
    let log = lines[..<place] + ["getppid() = 3"] + lines[place...]
    let ledger = try Recording(log.joined(separator: "\n") + "\n", format: "strace").ledger
    #expect(ledger.filter { !$0.hasPrefix("guessed") } == ["suspect-line 1"])
  }

  private static let asked = """
    2201  execve("/usr/bin/docker", ["docker", "run", "--rm", "websrv:1"], 0x7ffc1ad35ba0 /* 20 vars */) = 0
    2201  brk(NULL)                         = 0x55d5c5f0e000
    2201  connect(3, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1 ENOENT (x)

    """
  /// As `strace -xx` prints strings.
  private static func inDigits(_ log: String) -> String {
    log.split(separator: "\"", omittingEmptySubsequences: false).enumerated().map { index, text in
      index % 2 == 0
        ? String(text)
        : text.utf8.map { "\\x\($0 < 16 ? "0" : "")\(String($0, radix: 16))" }.joined()
    }.joined(separator: "\"")
  }
  private static let connection =
    "2201  connect(3, {sa_family=AF_UNIX, sun_path=\"/var/run/docker.sock\"}, 23) = 0\n"

  @Test(arguments: [
    Log("docker run", asked + connection, ["engine-client 1"]),
    Log("docker run under -xx", inDigits(asked + connection), ["engine-client 1"]),
    Log(
      "in a thread, interrupted",
      asked + connection.replacing(") = 0", with: " <unfinished ...>")
        + "2201  <... connect resumed>) = 0",
      ["engine-client 1"]),
    Log(
      "podman, by a service",
      asked.replacing("docker", with: "podman").replacing("\"run\"", with: "\"--remote\", \"run\"")
        + connection.replacing("docker", with: "podman/podman"), ["engine-client 1"]),
    Log("podman, which forks", asked.replacing("docker", with: "podman") + connection),
    Log("docker version", asked.replacing("\"run\", ", with: "\"version\", ") + connection),
    Log("no connection", asked),
    Log("a failed start", asked.replacing("= 0\n", with: "= -1 ENOENT (x)\n") + connection),
  ])
  func clientOfAnEngineIsTold(log: Log) throws {
    #expect(
      try Recording(log.text, format: "strace").ledger.filter { $0.hasPrefix("engine") }
        == log.ledger)
  }

  @Test(arguments: [
    "strace: test_ptrace_setoptions_followfork: PTRACE_TRACEME doesn't work: Operation not permitted\n"
      + "strace: unexpected exit status 1\n",
    "strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted\n+++ exited with 1 +++\n",
    "/usr/bin/strace: attach: ptrace(PTRACE_SEIZE, 1): Operation not permitted\n",
    "strace: Could not attach to process.  If your uid matches the uid of the target process, check the "
      + "setting of /proc/sys/kernel/yama/ptrace_scope: Operation not permitted\n",
    "starting\nattach: ptrace(PTRACE_ATTACH, ...): Operation not permitted\n",
  ])
  func complaintInPlaceOfALogSaysWhatIsMissing(text: String) throws {
    // Behind a time, a word with a slash looks like a stream's name.
    let platforms =
      ["docker compose logs", "json-file"] + (text.hasPrefix("/") ? [] : ["docker logs -t"])
    for name in platforms {
      let wrapper = try #require(Wrapper.ofPrograms.first { $0.name == name })
      let error = #expect(throws: TraceError.self) { _ = try Recording(wrapper(text + "\n")) }
      #expect(error?.problem.contains("SYS_PTRACE") ?? false, "\(error?.problem ?? "")")
    }
    let error = #expect(throws: TraceError.self) { try Recording(text) }
    #expect(error?.problem.contains("SYS_PTRACE") ?? false)
  }

  @Test func othersOfItsMessagesAreNamedAsSuch() throws {
    let error = #expect(throws: TraceError.self) {
      try Recording("strace: Can't stat '/x': No such file or directory\n")
    }
    #expect(error?.problem.contains("messages of strace") ?? false)
  }

  /// Of several processes, one could not be attached to.
  @Test func refusalAmongCallsIsALoss() throws {
    let recording = try Recording(
      "strace: attach: ptrace(PTRACE_SEIZE, 1): Operation not permitted\nbrk(NULL) = 0x5617df99d000\n",
      format: "strace")
    #expect(recording.ledger == ["refused-tracing 1"])
  }
}
