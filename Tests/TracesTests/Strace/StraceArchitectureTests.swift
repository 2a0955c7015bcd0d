import Findings
import Observations
import Testing

/// Whose architecture a call is: most logs do not say.
@Suite struct StraceArchitectureTests {
  static let samples = [
    // On a terminal, and with `-o` and `-p`, lines tell; processes may switch with every call.
    StraceSample(
      """
      execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      [ Process PID=18947 runs in 32 bit mode. ]
      getpid() = 18947
      mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0xf7faf000
      [ Process PID=18947 runs in 64 bit mode. ]
      getpid() = 18947
      [ Process PID=18947 runs in x32 mode. ]
      getpid() = 18947
      """,
      [
        "x32 getpid 1: 1 returned", "x86 getpid 1: 1 returned", "x86 mmap2[2=0x1] 1: 1 returned",
        "x86_64 execve 1: 1 returned", "x86_64 getpid 1: 1 returned",
      ]),
    StraceSample(
      """
      execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      fork(strace: Process 18712 attached
      )                                  = 18712
      [pid 18712] [ Process PID=18712 runs in 32 bit mode. ]
      [pid 18712] getpid() = 18712
      [pid 18947] getpid() = 18947
      """,
      [
        "x86 getpid 1: 1 returned", "x86_64 execve 1: 1 returned", "x86_64 fork 1: 1 returned",
        "x86_64 getpid 1: 1 returned",
      ], ["guessed-architecture 1"]),
    // With `-o FILE COMMAND` no line tells. The calls before the one that does wait for it.
    StraceSample(
      """
      9464  execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      9464  brk(NULL)                         = 0x56867000
      9464  mmap2(NULL, 8192, PROT_READ, MAP_PRIVATE, -1, 0) = 0xf7faf000
      9464  fork( <unfinished ...>
      9465  getpid()                          = 9465
      9464  <... fork resumed>)               = 9465
      9465  execve("/y", ["y"], 0xffd988f8 /* 4 vars */) = 0
      9465  brk(NULL)                         = 0x5617df99d000
      """,
      [
        "x86 brk 1: 1 returned", "x86 execve 1: 1 returned", "x86 fork 1: 1 returned",
        "x86 getpid 1: 1 returned", "x86 mmap2[2=0x1] 1: 1 returned", "x86_64 brk 1: 1 returned",
        "x86_64 execve 1: 1 returned",
      ], ["guessed-architecture 1"]),
    // A static program's first address is small on either; that arch_prctl works is not.
    StraceSample(
      """
      77    execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      77    brk(NULL)                         = 0x110a6000
      77    arch_prctl(ARCH_SET_FS, 0x110a6380) = 0
      """,
      [
        "x86_64 arch_prctl 1: 1 returned", "x86_64 brk 1: 1 returned",
        "x86_64 execve 1: 1 returned",
      ]),
    // Nothing tells: that is said.
    StraceSample(
      "77    getpid() = 77\n78    getpid() = 78", ["x86_64 getpid 2: 2 returned"],
      ["guessed-architecture 2"]),
    // A child runs what its parent runs.
    StraceSample(
      """
      77    brk(NULL) = 0x5617df99d000
      77    clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>
      78    getpid() = 78
      77    <... clone resumed>) = 78
      78    getpid() = 78
      79    futex(0x7f7c3a1b9a10, FUTEX_WAIT) = 0
      """,
      [
        "x86_64 brk 1: 1 returned", "x86_64 clone[0=0x11] 1: 1 returned",
        "x86_64 futex[1=0x0] 1: 1 returned", "x86_64 getpid 2: 2 returned",
      ]),
    // `int $0x80` from 64-bit code shows by the name alone.
    StraceSample(
      "brk(NULL) = 0x5617df99d000\n_llseek(3, 0, [0], SEEK_SET) = 0\ngetpid() = 3",
      [
        "x86 _llseek 1: 1 returned", "x86_64 brk 1: 1 returned", "x86_64 getpid 1: 1 returned",
      ], ["guessed-architecture 1"]),
    // Processes are counted, not their calls.
    StraceSample(
      """
      77    brk(NULL) = 0x5617df99d000
      77    _llseek(3, 0, [0], SEEK_SET) = 0
      77    _llseek(3, 0, [0], SEEK_SET) = 0
      78    _llseek(3, 0, [0], SEEK_SET) = 0
      """,
      ["x86 _llseek 3: 3 returned", "x86_64 brk 1: 1 returned"], ["guessed-architecture 2"]),
    // With `-n` the number tells, but from 424 on.
    StraceSample(
      """
      77    [  59] execve("/x", ["x"], 0x7ffd988637f8 /* 4 vars */) = 0
      77    [  45] brk(NULL)                         = 0x56867000
      77    [ 439] faccessat2(AT_FDCWD, "x", 0, 0) = 0
      77    [ 102] socket(AF_UNIX, SOCK_STREAM, 0)   = 3
      77    [ 359] socket(AF_UNIX, SOCK_STREAM, 0)   = 3
      77    [ 117] semget(IPC_PRIVATE, 1, 0)         = 3
      77    [  39] getpid()                          = 77
      77    [1073741863] getpid()                    = 77
      77    [1073742338] ioctl(0, TCGETS)            = 0
      77    [ 451] syscall_0x1c3(0x1)                = 0
      77    [1073742824] syscall_0x400003e8(0x1)     = -1 ENOSYS (Function not implemented)
      """,
      [
        "x32 getpid 1: 1 returned", "x32 ioctl[1=0x5401] 1: 1 returned", "x32 #1000 1: 1 E38",
        "x86 brk 1: 1 returned", "x86 cachestat 1: 1 returned", "x86 faccessat2 1: 1 returned",
        "x86 ipc 1: 1 returned",
        "x86 socket[0=0x1 1=0x1 2=0x0] 1: 1 returned", "x86 socketcall[0=0x1] 1: 1 returned",
        "x86_64 execve 1: 1 returned", "x86_64 getpid 1: 1 returned",
      ], ["unknown-name 1"]),
    // With `-i` the width of the address tells: `int $0x80` in 64-bit code has 12 digits.
    StraceSample(
      """
      [00007f656e24e829] brk(NULL) = 0x5617df99d000
      [55c3ff7755e3] getpid()           = 30396
      [00007f656e2224f7] getppid()      = 30389
      """,
      [
        "x86 getpid 1: 1 returned", "x86_64 brk 1: 1 returned", "x86_64 getppid 1: 1 returned",
      ]),
    StraceSample(
      "[f7f65a47] brk(NULL) = 0x56867000", ["x86 brk 1: 1 returned"], ["guessed-architecture 1"]),
    // Without `-n`, calls are taken for direct ones; where there is none, for a multiplexer's.
    StraceSample(
      """
      [ Process PID=77 runs in 32 bit mode. ]
      socket(AF_UNIX, SOCK_STREAM, 0)   = 3
      accept(3, NULL, NULL)   = 4
      semop(0, NULL, 0) = 0
      socketcall(99, NULL) = -1 EINVAL (Invalid argument)
      """,
      [
        "x86 ipc 1: 1 returned", "x86 socket[0=0x1 1=0x1 2=0x0] 1: 1 returned",
        "x86 socketcall[0=0x5] 1: 1 returned", "x86 socketcall[0=0x63] 1: 1 E22",
      ], ["guessed-architecture 1", "possible-multiplexer 1"]),
    // Each call is told, also where plain lines tell the others.
    StraceSample(
      """
      77    execve("/x", ["x"], 0xffd988f8 /* 4 vars */) = 0
      77    read(3, "\\177ELF\\1\\1\\1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\3\\0\\3\\0\\1\\0"..., 512) = 512
      77    semget(IPC_PRIVATE, 1, 0) = 3
      77    bind(3, {sa_family=AF_UNIX}, 110) = 0
      77    bind(3, {sa_family=AF_UNIX}, 110) = 0
      77    bind(3, {sa_family=AF_UNIX}, 110) = 0
      """,
      [
        "x86 bind 3: 3 returned", "x86 execve 1: 1 returned", "x86 read 1: 1 returned",
        "x86 semget 1: 1 returned",
      ], ["possible-multiplexer 4"]),
  ]

  @Test(arguments: samples) func isTakenFromWhatTheLogTells(sample: StraceSample) throws {
    try sample.check()
  }

  @Test func unknownNameIsToldWhereItStands() throws {
    let recording = try Recording(
      "77 getpid() = 77\n77 madeupcall(1) = 0\n77 +++ exited with 0 +++\n", format: "strace")
    #expect(recording.run.ledger.entries[.unknownName]?.places.map(\.line) == [2])
  }

  @Test(arguments: [1 << 12, 1 << 18])
  func ofMoreNamesAndNumbersThanAnyKernelHasNoUnknownOneIsKept(_ blockSize: Int) throws {
    var lines = ["77 getpid() = 77"]
    for number in 0..<3000 {
      lines.append("77 madeupcall\(number)(1) = 0")
      lines.append("77 syscall_0x\(String(number + 5000, radix: 16))(0x1) = -1 ENOSYS (no call)")
    }
    lines.append("77 +++ exited with 0 +++\n")
    let recording = try Recording(
      lines.joined(separator: "\n"), format: "strace", blockSize: blockSize)
    #expect(recording.calls == ["x86_64 getpid 1: 1 returned"])
    let entry = recording.run.ledger.entries[.tooManyNames]
    #expect(entry?.count == 6000)
    #expect(entry?.places.map(\.line) == [2, 3, 4])
    #expect(recording.run.ledger.entries[.unknownName] == nil)
  }

  @Test(arguments: [
    ("syscall_0x1c3(0x1, 0x2)", "x86_64 cachestat"), ("syscall_334(0x1)", "x86_64 rseq"),
    ("syscall_435(0x1)", "x86_64 clone3"), ("syscall_0x1388()", "x86_64 #5000"),
    ("syscall_5000()", "x86_64 #5000"), ("syscall_1073741823(0)", "x86_64 #1073741823"),
    ("syscall_0xffffffffffffffff()", "x86_64 #4294967295"),
    ("syscall_0x400003e8()", "x32 #1000"),
    ("ioctl#64(0, 0x5401, 0)", "x32 #16"), ("64:ioctl(0, 0x5401, 0)", "x32 #16"),
    ("pread(3)", "x86_64 pread64"), ("pwrite(3)", "x86_64 pwrite64"), ("_exit(0)", "x86_64 exit"),
    ("umount(0)", "x86_64 umount2"), ("mmap2(0)", "x86 mmap2"), ("oldselect(0)", "x86 select"),
    ("old_mmap(0)", "x86 mmap"), ("oldumount(0)", "x86 umount"),
    ("old_getrlimit(0)", "x86 getrlimit"),
  ])
  func namesThatAreNotTheKernels(call: String, meaning: String) throws {
    let recording = try Recording("77    \(call) = 0", format: "strace")
    #expect(Array(recording.counts.keys) == [meaning])
  }
}
