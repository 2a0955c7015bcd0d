import Observations
import Testing

/// Logs that share their stream with strace's messages and the words of the traced programs.
@Suite struct StraceTerminalTests {
  static let samples = [
    // Messages of strace in the midst of a call.
    StraceSample(
      """
      execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLDstrace: Process 18713 attached
      , child_tidptr=0x7f7c3a1b9a10) = 18713
      [pid 18713] close(4strace: Process 18710 attached
      ) = 0
      """,
      [
        "x86_64 clone[0=0x200011] 1: 1 returned", "x86_64 close 1: 1 returned",
        "x86_64 execve 1: 1 returned",
      ]),
    StraceSample(
      """
      brk(NULL) = 0x5617df99d000
      poll([{fd=3, events=POLLIN}], 1, 4000/usr/bin/strace: Process 9661 detached
      /usr/bin/strace: Process 9662 detached
      /usr/bin/strace: Process 9663 detached
       <detached ...>
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 poll 1: 1 unknown"], ["detached 1"]),
    // Words of the traced program.
    StraceSample(
      #"""
      brk(NULL) = 0x5617df99d000
      write(2, "done\n", 5done
      )       = 5
      write(2, "a\nb (\"\n", 7a
      b ("
      )       = 7
      write(2, "x\ny", 3x
      y)       = 3
      write(1, "no newline", 10no newline) = 10
      """#,
      ["x86_64 brk 1: 1 returned", "x86_64 write 4: 4 returned"], ["foreign-text 1"]),
    // A copy with blanks at the ends of lines.
    StraceSample(
      "brk(NULL) = 0x5617df99d000 \n--- SIGCHLD {si_signo=SIGCHLD} ---  \nexit_group(0) = ? \n+++ exited with 0 +++ \n",
      ["x86_64 brk 1: 1 returned", "x86_64 exit_group 1: 1 unknown"]),
    // Another recording.
    StraceSample(
      """
      brk(NULL) = 0x5617df99d000
      write(1, "a\\n", 2a
      ) = 2
      type=SYSCALL msg=audit(1795303876.984:7): arch=c000003e syscall=39 success=yes exit=7 pid=7 key=(null)
      brk(NULL) = 0x5617df99d000
      """,
      ["x86_64 brk 2: 2 returned", "x86_64 write 1: 1 returned"], ["suspect-line 1"]),
    // A forged call among them.
    StraceSample(
      #"""
      brk(NULL) = 0x5617df99d000
      write(1, "x\nptrace(0) = 0\ny\n", 17x
      ptrace(0) = 0
      y
      ) = 17
      """#,
      ["x86_64 brk 1: 1 returned", "x86_64 write 1: 1 returned"],
      ["suspect-line 1", "foreign-text 1"]),
    StraceSample(
      """
      brk(NULL) = 0x5617df99d000
      hello, world
      sum(1, 2) = 3
      no newline yetgetppid()    = 26063
      brk(NULL) = 0x5617df99d000
      """,
      ["x86_64 brk 2: 2 returned"], ["suspect-line 2", "foreign-text 1"]),
    // A call of which no more is left, in a string that goes on.
    StraceSample(
      """
      brk(NULL) = 0x5617df99d000
      write(1, "x, 5
      mprotect(0x42c(x
      y", 5) = 5
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 write 1: 1 returned"], ["suspect-line 1"]),
    // A process that was never attached to.
    StraceSample(
      """
      execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f7c3a1b9a10) = 18713
      strace: Process 18713 attached
      [pid 18713] close(4) = 0
      [pid 18712] close(4) = 0
      [pid  4711] ptrace(0) = 0
      [pid 18713] close(5) = 0
      """,
      [
        "x86_64 clone[0=0x11] 1: 1 returned", "x86_64 close 3: 3 returned",
        "x86_64 execve 1: 1 returned",
      ], ["suspect-line 1"]),
  ]

  @Test(arguments: samples) func wordsOfOthersAreNotCalls(sample: StraceSample) throws {
    try sample.check()
  }

  /// The number stands there only while several processes are traced, whichever they are.
  @Test func numbersComeAndGo() throws {
    let recording = try Recording(
      """
      execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      brk(NULL)                               = 0x5617df99d000
      clone(child_stack=NULL, flags=SIGCHLDstrace: Process 2830 attached
       <unfinished ...>
      [pid  2830] wait4(-1,  <unfinished ...>
      [pid  2829] <... clone resumed>, child_tidptr=0x7f7c3a1b9a10) = 2830
      [pid  2829] exit_group(0)               = ?
      [pid  2829] +++ exited with 0 +++
      <... wait4 resumed>0x7ffd988637f8, 0, NULL) = -1 ECHILD (No child processes)
      exit_group(0)                           = ?
      +++ exited with 0 +++
      """, format: "strace")
    #expect(
      recording.calls == [
        "x86_64 brk 1: 1 returned", "x86_64 clone[0=0x11] 1: 1 returned",
        "x86_64 execve 1: 1 returned", "x86_64 exit_group 2: 2 unknown",
        "x86_64 wait4 1: 1 E10",
      ])
    #expect(recording.ledger == [])
    #expect(recording.run.processes == 2)
  }

  /// `-qq` keeps ends quiet: a bare line proves that those who were dying are gone.
  @Test func quietEndsAreUnderstood() throws {
    try StraceSample(
      """
      execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      brk(NULL)                               = 0x5617df99d000
      vfork( <unfinished ...>
      [pid  2830] exit_group(0)               = ?
      [pid  2829] <... vfork resumed>)        = 2830
      wait4(2830, NULL, 0, NULL)              = 2830
      """,
      [
        "x86_64 brk 1: 1 returned", "x86_64 execve 1: 1 returned",
        "x86_64 exit_group 1: 1 unknown", "x86_64 vfork 1: 1 returned",
        "x86_64 wait4 1: 1 returned",
      ]
    ).check()
  }
}
