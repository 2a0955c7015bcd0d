import Testing

/// What is printed behind the equals sign.
@Suite struct StraceResultTests {
  @Test(arguments: [
    ("0", "returned"), ("3</file>", "returned"), ("0x7f0000001000", "returned"),
    ("0 (Timeout)", "returned"), ("1 (in [3], left {tv_sec=1})", "returned"),
    ("0x40000 (PER_LINUX|ADDR_NO_RANDOMIZE)", "returned"), ("022", "returned"),
    ("0 (user:[4026532251])", "returned"), ("12 (entry_number=12)", "returned"),
    ("4294967295", "returned"), ("0 (DELAYED)", "returned"), ("0 <0.000012>", "returned"),
    ("2 /* 1234 in strace's PID NS */", "returned"),
    ("?", "unknown"), ("? ERESTARTSYS (To be restarted if SA_RESTART is set)", "unknown"),
    ("? ERESTARTNOINTR (To be restarted)", "unknown"), ("? <unavailable>", "unknown"),
    ("0 (INJECTED)", "unknown"), ("0 (INJECTED: args)", "unknown"),
    ("-1 ENOSYS (Function not implemented) (INJECTED: args, retval)", "unknown"),
    ("0 (INJECTED) <0.000012>", "unknown"),
    ("-1 ENOENT (No such file or directory)", "E2"), ("-1 EPERM (Operation not permitted)", "E1"),
    ("-1 errno=2 (No such file or directory)", "E2"), ("-1 (errno 38)", "E38"),
    ("-1 E123 (Unknown error 123)", "E123"), ("-38", "E38"),
    ("-1 EAGAIN (Resource temporarily unavailable) <0.000000123>", "E11"),
  ])
  func tellsHowTheCallEnded(result: String, outcome: String) throws {
    let recording = try Recording("umask(0) = \(result)", format: "strace")
    #expect(recording.calls == ["x86_64 umask 1: 1 \(outcome)"])
  }

  static let refusals = [
    // SECCOMP_RET_ERRNO looks like any failure.
    StraceSample(
      "getuid() = -1 EPERM (Operation not permitted)", ["x86_64 getuid 1: 1 E1"],
      ["guessed-architecture 1"]),
    // SECCOMP_RET_TRAP and _KILL show the call's own number.
    StraceSample(
      """
      22989 getuid()                          = 102
      22989 --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=0x7f1a4c0b7507, si_syscall=__NR_getuid, si_arch=AUDIT_ARCH_X86_64} ---
      22989 +++ killed by SIGSYS +++
      """,
      ["x86_64 getuid 1: 1 denied"], ["guessed-architecture 1"]),
    StraceSample(
      """
      22994 brk(NULL) = 0x5617df99d000
      22994 getuid()                          = 102
      22995 futex(0x7f7c3a1b9a10, FUTEX_WAIT, 1, NULL <unfinished ...>
      22995 <... futex resumed>)              = ?
      22995 +++ killed by SIGSYS +++
      22994 +++ killed by SIGSYS (core dumped) +++
      """,
      [
        "x86_64 brk 1: 1 returned", "x86_64 futex[1=0x0] 1: 1 unknown", "x86_64 getuid 1: 1 denied",
      ]),
    StraceSample(
      """
      23061 brk(NULL) = 0x5617df99d000
      23061 getuid()                          = 102
      23061 --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=0x7fb86ad0f507, si_syscall=__NR_getuid, si_arch=AUDIT_ARCH_X86_64} ---
      23061 rt_sigreturn({mask=[]})           = 102
      23061 getuid()                          = 102
      """,
      [
        "x86_64 brk 1: 1 returned", "x86_64 getuid 2: 1 returned, 1 denied",
        "x86_64 rt_sigreturn 1: 1 returned",
      ]),
    // Somebody sent the signal; no filter refused anything.
    StraceSample(
      """
      brk(NULL) = 0x5617df99d000
      kill(23069, SIGSYS)                     = 0
      --- SIGSYS {si_signo=SIGSYS, si_code=SI_USER, si_pid=23069, si_uid=0} ---
      +++ killed by SIGSYS +++
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 kill 1: 1 returned"]),
    // The refused call's own line was filtered out of the log.
    StraceSample(
      """
      brk(NULL) = 0x5617df99d000
      --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=0x7fb86ad0f507, si_syscall=__NR_getuid, si_arch=AUDIT_ARCH_X86_64} ---
      """,
      ["x86_64 brk 1: 1 returned", "x86_64 getuid 0: 1 denied"], ["orphaned-resumption 1"]),
  ]

  @Test(arguments: refusals) func callsThatAFilterRefused(sample: StraceSample) throws {
    try sample.check()
  }
}
