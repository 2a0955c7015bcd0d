import Logs
import Testing

/// One or a few lines of every kind that strace prints, each beside what it means.
@Suite struct StraceLineTests {
  static let complete = [
    StraceSample(
      "close(3)                          = 0", ["x86_64 close 1: 1 returned"],
      ["guessed-architecture 1"]),
    StraceSample(
      "3     clone(child_stack=0x7f7c3a1b9a10, flags=CLONE_VM|SIGCHLD) = 4",
      ["x86_64 clone[0=0x111] 1: 1 returned"]),
    StraceSample(
      #"openat(dirfd=AT_FDCWD, pathname="x", flags=O_RDONLY) = 3"#,
      ["x86_64 openat 1: 1 returned"], ["guessed-architecture 1"]),
    StraceSample(
      "rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)",
      ["x86_64 rt_sigreturn 1: 1 E4"], ["guessed-architecture 1"]),
    StraceSample(
      """
      nanosleep({tv_sec=1, tv_nsec=0}, 0x7ffd988637f8) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)
      restart_syscall(<... resuming interrupted nanosleep ...>) = 0
      """,
      ["x86_64 nanosleep 1: 1 unknown", "x86_64 restart_syscall 1: 1 returned"]),
    StraceSample(
      "kill(1 /* 24380 in strace's PID NS */, 0) = 0", ["x86_64 kill 1: 1 returned"],
      ["guessed-architecture 1"]),
    StraceSample(
      "\u{1b}[33mbrk\u{1b}[0m(\u{1b}[35mNULL\u{1b}[0m\u{1b}[0m)\u{1b}[0m   \u{1b}[0m=\u{1b}[0m\u{1b}[0m \u{1b}[32m0x5617df99d000\u{1b}[0m",
      ["x86_64 brk 1: 1 returned"]),
    StraceSample(
      "[pid  4711] \u{1b}[33mbrk\u{1b}[0m(NULL)  = 0x5617df99d000", ["x86_64 brk 1: 1 returned"]),
    StraceSample("???( <unfinished ...>\nbrk(NULL) = 0x5617df99d000", ["x86_64 brk 1: 1 returned"]),
    StraceSample("????(\nbrk(NULL) = 0x5617df99d000", ["x86_64 brk 1: 1 returned"]),
  ]

  static let halves = [
    StraceSample(
      """
      4663  read(3,  <unfinished ...>
      4664  brk(NULL) = 0x5617df99d000
      4663  <... read resumed>"x", 1)   = 1
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 read 1: 1 returned"], ["guessed-architecture 1"]),
    StraceSample(
      """
      4663  read(3,  <unfinished ...>
      4663  <... read resumed> "x", 1) = 1
      4663  futex(0x7f7c3a1b9a10, FUTEX_WAIT <unfinished ...>
      4663  <... futex resumed> )       = 0
      """,
      ["x86_64 futex[1=0x0] 1: 1 returned", "x86_64 read 1: 1 returned"]),
    StraceSample(
      """
      77    pause( <unfinished ...>
      77    <... pause resumed>)  = ?
      78    read(3,  <unfinished ...>
      78    <... read resumed> <unfinished ...>) = ?
      79    brk(0x5617df99d000 <unfinished ...>) = ?
      """,
      ["x86_64 brk 1: 1 unknown", "x86_64 pause 1: 1 unknown", "x86_64 read 1: 1 unknown"],
      ["guessed-architecture 2"]),
    // Up to 4.14 nothing tells of the end of a call that death ended.
    StraceSample(
      """
      77    brk(NULL) = 0x5617df99d000
      77    pause( <unfinished ...>
      77    +++ killed by SIGKILL +++
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 pause 1: 1 unknown"]),
    StraceSample(
      """
      77    brk(NULL) = 0x5617df99d000
      77    read(3, <unfinished #42 ...>
      77    <... read resumed #42>"x", 1) = 1
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 read 1: 1 returned"]),
    // What runs when the log ends.
    StraceSample(
      """
      77    brk(NULL) = 0x5617df99d000
      77    wait4(-1,  <unfinished ...>
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 wait4 1: 1 unknown"], ["unfinished-call 1"]),
    StraceSample(
      "futex(0x7f7c3a1b9a10, FUTEX_WAIT, 1, NULL <detached ...>",
      ["x86_64 futex[1=0x0] 1: 1 unknown"],
      ["detached 1"]),
    StraceSample(
      #"execve("/bin/x", ["x"], 0x7ffd988637f8 /* 35 vars */ <detached ...>"#,
      ["x86_64 execve 1: 1 unknown"], ["released-process 1"]),
    StraceSample(
      "read(3, <unfinished ...>) = ? <unavailable>", ["x86_64 read 1: 1 unknown"],
      ["guessed-architecture 1"]),
    StraceSample(
      "brk(NULL) = 0x5617df99d000 <Cannot restart pid 6 with ptrace(PTRACE_SYSCALL): No such process>",
      ["x86_64 brk 1: 1 returned"]),
    StraceSample(
      "brk(NULL) = 0x5617df99d000 <ptrace(SYSCALL):No such process>", ["x86_64 brk 1: 1 returned"]),
    // A child may show the end of the call that made it; its parent may not.
    StraceSample(
      "1001  <... clone resumed>) = 0\n1001  brk(NULL) = 0x5617df99d000",
      ["x86_64 brk 1: 1 returned"], ["orphaned-clone 1"]),
    StraceSample(
      "1001  <... clone resumed>, child_tidptr=0x7f7c3a1b9a10) = 1002\n1001  brk(NULL) = 0x5617df99d000",
      ["x86_64 brk 1: 1 returned", "x86_64 clone 0: 1 returned"], ["orphaned-resumption 1"]),
    StraceSample(
      "77    <... read resumed>\"x\", 1) = 1\n77    brk(NULL) = 0x5617df99d000",
      ["x86_64 brk 1: 1 returned", "x86_64 read 0: 1 returned"], ["orphaned-resumption 1"]),
  ]

  static let others = [
    "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=3, si_uid=0} ---",
    "--- stopped by SIGSTOP ---",
    "+++ killed by SIGTERM +++",
    "+++ killed by SIGSEGV (core dumped) +++",
    "strace: Process 18712 attached",
    "/usr/bin/strace: Process 9661 attached",
    "Process 26217 attached",
    "strace: WARNING: Proper structure decoding for this personality is not supported",
    "strace: Detached unknown pid 5",
    "strace: ptrace(PTRACE_SYSCALL,pid:8,sig:0): No such process",
    "strace: [wait(0x80137f) = 23075] WIFSTOPPED,sig=SIGSTOP,EVENT_STOP (128)",
    " > /lib/libc.so.6(_exit+0x29) [0xd4409]",
    " > /lib/libc.so.6(_exit+0x29) [0xd4409] ../sysdeps/unix/sysv/linux/_exit.c:30",
    " > too many stack frames", " > BUG IN strace",
    " * 4 bytes in buffer 0", " | 00000  70 6c 61 69 6e          plain            |",
    " | 00000  29 20 3d 20 30          getpid() = 0     |",
    "[ Process PID=18947 runs in 64 bit mode. ]",
    "",
  ]

  @Test(arguments: complete) func completeCalls(sample: StraceSample) throws { try sample.check() }

  @Test(arguments: halves) func halvesOfCalls(sample: StraceSample) throws { try sample.check() }

  @Test(arguments: others) func linesThatAreNoCalls(line: String) throws {
    try StraceSample("brk(NULL) = 0x5617df99d000\n\(line)\n", ["x86_64 brk 1: 1 returned"]).check()
  }

  @Test func limitThatWasReachedIsTold() throws {
    try StraceSample(
      """
      brk(NULL) = 0x5617df99d000
      strace: System call limit has been reached, detaching tracees
      """,
      ["x86_64 brk 1: 1 returned"], ["recording-stopped 1"]
    ).check()
  }

  @Test func tableOfCIsPassedOver() throws {
    try StraceSample(
      """
      77    brk(NULL)                   = 0x5617df99d000
      77    mprotect(0x7f71d1784000, 16384, PROT_READ) = 0
      77    access("/x", R_OK)          = -1 ENOENT (No such file or directory)
      77    +++ killed by SIGTERM +++
      % time     seconds  usecs/call     calls    errors syscall
      ------ ----------- ----------- --------- --------- ----------------
      100.00    0.000032          10         3           mprotect
        0.00    0.000000           0         1         1 access
      ------ ----------- ----------- --------- --------- ----------------
      100.00    0.000067           2        25         1 total
      System call usage summary for 32 bit mode:
          calls syscall             errors
      --------- ---------------- ---------
              1 brk                       
      --------- ---------------- ---------
              1 total                     
      78    brk(NULL)                   = 0x5617df99d000
      """,
      ["x86_64 access 1: 1 E2", "x86_64 brk 2: 2 returned", "x86_64 mprotect[2=0x1] 1: 1 returned"]
    ).check()
  }

  /// A table of another recording, before or behind the lines (`strace -c -o FILE`, then `strace -A -o FILE`).
  @Test(arguments: [true, false]) func tableOfCallsThatNoLineHasIsALoss(isFirst: Bool) throws {
    let lines = "brk(NULL) = 0x5617df99d000\nexit_group(0) = ?\n+++ exited with 0 +++\n"
    let table = StraceSummaryTests.table
    let recording = try Recording(isFirst ? table + lines : lines + table)
    #expect(recording.counts == ["x86_64 brk": 1, "x86_64 exit_group": 1])
    #expect(recording.ledger.first == "missing-line 6")
    // Of a part of the processes, a table says more.
    let selected = try Recording(
      (table + lines.replacing("brk", with: "7 brk").replacing("exit", with: "7 exit")),
      selection: Selection(processes: [7]))
    #expect(!selected.ledger.contains("missing-line 6"))
  }
}
