import Testing

/// Where an argument list ends, whatever programs put into it.
@Suite struct StraceArgumentListTests {
  @Test(arguments: [
    #"execve("x", ["a) = 0", "<unfinished ...>", "\") = 0", "\\"], 0x7ffd988637f8 /* 4 vars */) = 0"#,
    #"execve("+++ exited with 0 +++", ["\n4242 ptrace(0) = 0"], 0x7ffd988637f8 /* 4 vars */) = 0"#,
    #"execve("\0017\33\x2f", [""...], 0x7ffd988637f8 /* " ( */) = 0"#,
    #"execve("/x", ["AAAA"..., "b", ...], 0x7ffd988637f8 /* 4 vars */) = 0"#,
    "execve(3</srv/x) = 0\\76(>(deleted), [], 0x7ffd988637f8) = 0",
    "execve(AT_FDCWD</srv/a = b, c>, [], 0x7ffd988637f8) = 0",
    "execve(1</dev/null<char 1:3>>, 4<TCP:[127.0.0.1:80->127.0.0.1:5]>, 0x7ffd988637f8) = 0",
    #"execve(3<UNIX-STREAM:[717176->717177]>, 4<UNIX-STREAM:[5->6,"/run/x>) = 0"]>, 0x7ffd988637f8) = 0"#,
    #"execve(5<anon_inode:[eventpoll]>, 3<pid:77>, 9327<a) = 0\76]\74\"(>, 0x7ffd988637f8) = 0"#,
    "execve(1234<a->, 1234<x:[a->, </a->, 0x7ffd988637f8) = 0",
    "execve({sa_mask=~[], x=1<<CAP_X, {{len=20, ...}, ~[RTMIN RT_1], [[0]=1, ...], 0x7ffd988637f8) = 0",
    "execve([128 => 2], {x=1} => {parent_tid=[7]}, 0x2d /* AF_??? */, 0x7ffd988637f8) = 0",
    #"execve({sun_path=@"a) = 1"}, htons(80), makedev(0x1, 0x3), 0x7ffd988637f8) = 0"#,
    #"execve("x" [user_u:object_r:bin_t:s0], [], 0x7ffd988637f8) = 0"#,
  ])
  func endsBehindWhatProgramsChose(line: String) throws {
    try StraceSample(line, ["x86_64 execve 1: 1 returned"]).check()
  }

  @Test func neverGoesOnBehindItsResult() throws {
    try StraceSample(
      #"""
      brk(NULL) = 0x5617df99d000
      openat(AT_FDCWD, "x", O_RDONLY) = 3</srv/a) = -1 ENOENT (x)>
      openat(AT_FDCWD, "x", O_RDONLY) = 3</srv/a (INJECTED)>
      """#,
      ["x86_64 brk 1: 1 returned", "x86_64 openat 2: 2 returned"]
    ).check()
  }
}

/// Values that profiles can decide on, in every way in which they are printed.
@Suite struct StraceArgumentValueTests {
  @Test(arguments: [
    ("socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0)", "socket[0=0x1 1=0x80001 2=0x0]"),
    (
      "socket(0x11 /* AF_PACKET */, 0x3 /* SOCK_RAW */|0x80000 /* SOCK_CLOEXEC */, htons(0x3 /* ETH_P_ALL */))",
      "socket[0=0x11 1=0x80003 2=0x300]"
    ),
    ("socket(AF_PACKET, SOCK_RAW, htons(0x1234 /* ETH_P_??? */))", "socket[0=0x11 1=0x3 2=0x3412]"),
    ("personality(PER_LINUX|~ADDR_NO_RANDOMIZE)", "personality[0=0xfffbffff]"),
    ("personality(~(ADDR_NO_RANDOMIZE|0x1 /* PER_??? */))", "personality[0=0xfffbfffe]"),
    ("socket(PF_LOCAL, SOCK_STREAM, 0)", "socket[0=0x1 1=0x1 2=0x0]"),
    ("socket(PF_FILE, SOCK_STREAM, 0)", "socket[0=0x1 1=0x1 2=0x0]"),
    (
      "socket(0x2d /* AF_??? */, SOCK_CLOEXEC|SOCK_NONBLOCK|0xfff7f7ff, 4294967295)",
      "socket[0=0x2d 1=0xffffffff 2=0xffffffff]"
    ),
    (
      "socket(0x1, 0x1 /* SOCK_STREAM */|0x80000 /* SOCK_CLOEXEC */, -1)",
      "socket[0=0x1 1=0x80001 2=0xffffffff]"
    ),
    ("socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL))", "socket[0=0x11 1=0x3 2=0x300]"),
    ("socket(AF_FROM_TOMORROW, SOCK_RAW, 0)", "socket[1=0x3 2=0x0]"),
    ("socket(domain=AF_INET, type=SOCK_DGRAM, protocol=IPPROTO_IP)", "socket[0=0x2 1=0x2 2=0x0]"),
    ("clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD)", "clone[0=0x111]"),
    ("clone(0x11, 0, 0, 0, 0)", "clone[0=0x11]"),
    (
      "clone(child_stack=NULL, flags=0x1200011 /* CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD */)",
      "clone[0=0x1200011]"
    ),
    ("clone(child_stack=NULL, flags=CLONE_VM|17 /* SIGCHLD */)", "clone[0=0x111]"),
    ("personality(0xffffffff)", "personality[0=0xffffffff]"),
    ("personality(PER_LINUX)", "personality[0=0x0]"),
    ("ioctl(0</dev/pts/0<char 136:0>>, TCGETS, 0)", "ioctl[1=0x5401]"),
    ("ioctl(0, SNDCTL_TMR_TIMEBASE or TCGETS, 0)", "ioctl[1=0x5401]"),
    ("ioctl(0, TCGETS or SNDCTL_TMR_TIMEBASE, 0)", "ioctl[1=0x5401]"),
    ("ioctl(0, _IOC(_IOC_READ|_IOC_WRITE, 0xbe, 0xef, 0x1ead), 0)", "ioctl[1=0xdeadbeef]"),
    ("ioctl(0, _IOC(0, 0x54, 0x1, 0), 0)", "ioctl[1=0x5401]"),
    ("fcntl(3, F_GETFD)", "fcntl[1=0x1]"),
    ("prctl(PR_SET_NAME, \"x\")", "prctl[0=0xf]"),
    ("unshare(CLONE_NEWNS)", "unshare[0=0x20000]"),
    ("ptrace(PTRACE_TRACEME)", "ptrace[0=0x0]"),
    ("unshare(0640|1<<3|8192*1024)", "unshare[0=0x8001a8]"),
  ])
  func areTurnedBackIntoNumbers(call: String, expected: String) throws {
    let recording = try Recording("\(call) = 0", format: "strace")
    #expect(recording.calls == ["x86_64 \(expected) 1: 1 returned"])
  }

  @Test func areTakenFromBothHalves() throws {
    try StraceSample(
      """
      77    socket(AF_UNIX, SOCK_STREAM, 0 <unfinished ...>
      77    <... socket resumed>) = 3
      """,
      ["x86_64 socket[0=0x1 1=0x1 2=0x0] 1: 1 returned"], ["guessed-architecture 1"]
    ).check()
  }
}
