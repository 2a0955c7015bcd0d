import Logs
import Observations
import TestSupport
import Testing
import Traces

/// Threads, programs that replace each other, and files that hold one process each.
@Suite struct StraceProcessTests {
  @Test func threadThatCallsExecveTakesOverItsLeader() throws {
    try StraceSample(
      """
      70    brk(NULL)                         = 0x5617df99d000
      70    pause( <unfinished ...>
      71    execve("/bin/true", ["true"], 0x7ffdf9a8d7c0 /* 35 vars */ <unfinished ...>
      70    <... pause resumed>)              = ?
      70    +++ superseded by execve in pid 71 +++
      70    <... execve resumed>)             = 0
      70    brk(NULL)                         = 0x5617df99d000
      70    +++ killed by SIGTERM +++
      """,
      ["x86_64 brk 2: 2 returned", "x86_64 execve 1: 1 returned", "x86_64 pause 1: 1 unknown"]
    ).check()
  }

  /// The leader was in no call that is traced.
  @Test(arguments: ["70    +++ superseded by execve in pid 71 +++\n", ""])
  func threadThatCallsExecveTakesOverAnIdleLeader(message: String) throws {
    try StraceSample(
      """
      70    brk(NULL)                         = 0x5617df99d000
      71    execve("/bin/true", ["true"], 0x7ffdf9a8d7c0 /* 35 vars */ <pid changed to 70 ...>
      \(message)70    <... execve resumed>)             = 0
      70    brk(NULL)                         = 0x5617df99d000
      70    +++ killed by SIGTERM +++

      """,
      ["x86_64 brk 2: 2 returned", "x86_64 execve 1: 1 returned"]
    ).check()
  }

  @Test func quietTakeoverIsFoundByTheName() throws {
    try StraceSample(
      """
      70    brk(NULL)                         = 0x5617df99d000
      70    pause( <unfinished ...>
      71    execve("/bin/true", ["true"], 0x7ffdf9a8d7c0 /* 35 vars */ <unfinished ...>
      70    <... pause resumed>)              = ?
      70    <... execve resumed>)             = 0
      70    brk(NULL)                         = 0x5617df99d000
      """,
      ["x86_64 brk 2: 2 returned", "x86_64 execve 1: 1 returned", "x86_64 pause 1: 1 unknown"]
    ).check()
  }

  /// Files of `strace -ff`: a thread's execve ends in the file of the thread whose number it takes.
  @Test func filesOfOneRecordingAreOneRun() throws {
    let folder = try TemporaryFolder()
    let files = try [
      folder.write(
        Array(
          """
          brk(NULL)                         = 0x5617df99d000
          pause()                           = ?
          +++ superseded by execve in pid 71 +++
          <... execve resumed>)             = 0
          brk(NULL)                         = 0x5617df99d000
          +++ killed by SIGTERM +++

          """.utf8), to: "log.70"),
      folder.write(
        Array(
          """
          futex(0x7f7c3a1b9a10, FUTEX_WAIT)     = 0
          execve("/bin/true", ["true"], 0x7ffdf9a8d7c0 /* 35 vars */ <pid changed to 70 ...>
          """.utf8), to: "log.71"),
    ]
    let recording = try Recording(reading: files)
    #expect(
      recording.calls == [
        "x86_64 brk 2: 2 returned", "x86_64 execve 1: 1 unknown",
        "x86_64 futex[1=0x0] 1: 1 returned",
        "x86_64 pause 1: 1 unknown",
      ])
    #expect(recording.ledger == [])
    #expect(recording.run.processes == 2)
  }

  /// A second start without an end, as where lines were lost.
  @Test func callThatNeverEndsIsCountedWhenItsProcessGoesOn() throws {
    try StraceSample(
      """
      77    brk(NULL)                         = 0x5617df99d000
      77    read(3,  <unfinished ...>
      77    read(4,  <unfinished ...>
      77    close(3)                          = 0
      """,
      [
        "x86_64 brk 1: 1 returned", "x86_64 close 1: 1 returned", "x86_64 read 2: 2 unknown",
      ], ["unfinished-call 2"]
    ).check()
  }

  @Test func appendedLogsMayRepeatNumbers() throws {
    let log = """
      77    execve("/bin/true", ["true"], 0x7ffd988637f8 /* 35 vars */) = 0
      77    brk(NULL)                         = 0x5617df99d000
      77    exit_group(0)                     = ?
      77    +++ exited with 0 +++

      """
    try StraceSample(
      log + log,
      ["x86_64 brk 2: 2 returned", "x86_64 execve 2: 2 returned", "x86_64 exit_group 2: 2 unknown"]
    ).check()
  }

  static let selected = """
    77    execve("/bin/sh", ["sh"], 0x7ffd988637f8 /* 35 vars */) = 0
    77    brk(NULL)                         = 0x5617df99d000
    77    fork( <unfinished ...>
    78    execve("/usr/bin/very-long-name-of-it", ["x"], 0x7ffd988637f8 /* 35 vars */ <unfinished ...>
    77    <... fork resumed>)               = 78
    78    <... execve resumed>)             = 0
    78    brk(NULL)                         = 0x5617df99d000
    78    getuid()                          = 0
    77    close(3)                          = 0

    """

  @Test(arguments: [
    (Selection(commands: ["sh"]), ["brk", "close", "execve", "fork"]),
    (Selection(commands: ["very-long-name-"]), ["brk", "execve", "getuid"]),
    (Selection(executables: ["/usr/bin/very-long-name-of-it"]), ["brk", "execve", "getuid"]),
    (Selection(processes: [77]), ["brk", "close", "execve", "fork"]),
  ])
  func selectionFollowsProgramsAndNumbers(selection: Selection, calls: [String]) throws {
    let recording = try Recording(Self.selected, format: "strace", selection: selection)
    #expect(recording.counts.keys.sorted() == calls.map { "x86_64 \($0)" })
    #expect(recording.ledger == ["other-process \(9 - 2 - calls.count)"])
  }
}
