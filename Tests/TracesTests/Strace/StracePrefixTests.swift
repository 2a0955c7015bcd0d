import Logs
import Observations
import Testing

/// What may stand before a call, by the option that puts it there.
@Suite struct StracePrefixTests {
  @Test(arguments: [
    "", "77    ", "18947 ", "1234<sh> ", "[pid 1234<sh>] ", "[pid  1234] ", "[pid 4194304] ",
    "[unconfined_t] ", "77    [user_u:role_r:type_t:s0:c1] ",
    "23:04:14 ", "23:04:14.171643 ", "1795302163.943298 ", "1795302065 ", "77    1795302065 ",
    "1795302163.943 ", "1795302163.943298123 ",
    "     0.000123 ", "77         0.000123 ", "     0 ", "77         0 ",
    "  1234 ", "[unconfined_t]      0 ", "77    [unconfined_t]      0 ",
    "[pid  1234]      0.000123 ",
    "23:04:14 (+     0.000123) ", "23:04:14.171643 (+     0) ",
    "[  12] ", "77    [  12] ", "[pid  1234] [  12] ", "[  12] [00007f2476cc4ad7] ",
    "[00007f2476cc4ad7] ", "77    23:04:14 (+     0.000123) [  12] [00007f2476cc4ad7] ",
    "16086<a) = 0> ", "[pid 16086<a) = 0>] ", "16086<a\\76\\\"]> ", "24343 1795303438.468254 ",
  ])
  func isPassedOver(prefix: String) throws {
    try StraceSample(prefix + "brk(NULL) = 0x5617df99d000", ["x86_64 brk 1: 1 returned"]).check()
  }

  /// strace puts the process first, and one time behind it.
  @Test(arguments: [
    "2026-11-30T19:59:59.900000 ", "19:35:39 4711 ", "1796066378 4711 ", "1796066378.5 4711 ",
    "[INFO] 4711 ", "    11083 ", "    4711 ", "node1: 11083 ", "0: 11083 ", "web-6d4: 4711 ",
  ])
  func anotherProgramsStampIsNoPrefix(prefix: String) throws {
    let log = (0..<30).map { "\(prefix)getpid() = \($0)\n" }.joined()
    let error = #expect(throws: TraceError.self) { _ = try Recording(log) }
    #expect(error?.description.contains("behind a prefix that whittle does not know") == true)
  }

  /// What `grep -n` puts before the numbers of processes is no time.
  @Test func numbersOfLinesAreTakenAway() throws {
    let log = "1:4711 brk(NULL) = 0x5617df99d000\n2:4712 getpid() = 4712\n3:4711 getpid() = 4711\n"
    let recording = try Recording(log)
    #expect(recording.run.processes == 2)
    #expect(recording.counts == ["x86_64 brk": 1, "x86_64 getpid": 2])
  }

  @Test(arguments: [
    ("4711  ", 1), ("[pid 4711] ", 1), ("", 1),
    // A number beyond PID_MAX_LIMIT is a time.
    ("4194305 ", 1),
  ])
  func namesTheProcess(prefix: String, processes: Int) throws {
    let recording = try Recording(prefix + "brk(NULL) = 0x5617df99d000", format: "strace")
    #expect(recording.run.processes == processes)
  }

  @Test func standsBeforeTheOtherLinesToo() throws {
    try StraceSample(
      """
      [  12] [00007f2476cc4ad7] brk(NULL) = 0x5617df99d000
      [ 231] [00007f2476cc4ad7] exit_group(0) = ?
      [ 231] [????????????????] +++ exited with 0 +++
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 exit_group 1: 1 unknown"]
    ).check()
  }

  /// `-n` of calls that do not exist, as strace 6.1 prints them; `-i` of 32-bit code beside it.
  @Test(arguments: [
    ("[12345678] syscall_0xbc614e(0x1)", "x86_64 #12345678"),
    ("[1215752191] syscall_0x4876e7ff(0x1)", "x32 #142010367"),
    ("[18446744073150512879] syscall_0xffffffffdeadbeef(0x1)", "x32 #2662186735"),
    ("[12345678] [00007f0514dca829] syscall_0xbc614e(0x1)", "x86_64 #12345678"),
  ])
  func numberOfManyDigitsIsNoAddress(line: String, call: String) throws {
    let with = line.contains("] [") ? "[  12] [00007f2476cc4ad7] " : "[  12] "
    try StraceSample(
      "\(with)brk(NULL) = 0x5617df99d000\n\(with)brk(NULL) = 0x5617df99d000\n"
        + "\(line) = -1 ENOSYS (Function not implemented)\n",
      call.hasPrefix("x32")
        ? ["\(call) 1: 1 E38", "x86_64 brk 2: 2 returned"]
        : ["x86_64 brk 2: 2 returned", "\(call) 1: 1 E38"], ["unknown-name 1"]
    ).check()
  }

  @Test func addressOfDecimalDigitsIsNoNumber() throws {
    try StraceSample(
      "[f7f12345] brk(NULL) = 0x5617df99d000\n[56556123] brk(NULL) = 0x5617df99d000\n"
        + "[56556123] syscall_0x1c3(0x1) = -1 ENOSYS (Function not implemented)\n",
      ["x86 brk 2: 2 returned", "x86 cachestat 1: 1 E38"], ["guessed-architecture 1"]
    ).check()
  }

  @Test(arguments: ["[pid", "[pid 12", "77", "23:04:14", "[  12", "77    "])
  func cutInItsMidstIsTold(prefix: String) throws {
    try StraceSample(
      "brk(NULL) = 0x5617df99d000\n" + prefix, ["x86_64 brk 1: 1 returned"], ["truncated-tail 1"]
    ).check()
  }

  /// A program's own line that imitates a call has not the shape of strace's.
  @Test func ofAnotherShapeIsNotTrusted() throws {
    try StraceSample(
      """
      23:04:14 brk(NULL) = 0x5617df99d000
      23:04:14 getpid() = 4711
      getppid() = 1
      4711 ptrace(PTRACE_TRACEME) = 0
      23:04:14 getpid() = 4711
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 getpid 2: 2 returned"], ["suspect-line 2"]
    ).check()
  }

  @Test func mayChangeWhereAnotherRecordingBegins() throws {
    try StraceSample(
      """
      execve("/bin/true", ["true"], 0x7ffd988637f8 /* 35 vars */) = 0
      brk(NULL) = 0x5617df99d000
      +++ killed by SIGTERM +++
      77    12:00:00 execve("/bin/true", ["true"], 0x7ffd988637f8 /* 35 vars */) = 0
      77    12:00:00 brk(NULL) = 0x5617df99d000
      77    12:00:00 +++ killed by SIGTERM +++
      """,
      ["x86_64 brk 2: 2 returned", "x86_64 execve 2: 2 returned"]
    ).check()
  }
}
