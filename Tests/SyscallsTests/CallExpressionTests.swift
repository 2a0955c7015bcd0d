import Syscalls
import Testing

@Suite struct CallExpressionTests {
  struct Row: Sendable {
    let text: String, name: String, arguments: [Int: UInt64]
  }

  @Test(arguments: [
    Row(text: "read", name: "read", arguments: [:]),
    Row(text: " getpid( ) ", name: "getpid", arguments: [:]),
    Row(
      text: "socket(AF_ALG, SOCK_SEQPACKET|SOCK_CLOEXEC, 0)", name: "socket",
      arguments: [0: 38, 1: 0x80005, 2: 0]),
    Row(text: "#451(1)", name: "#451", arguments: [0: 1]),
    Row(text: "chmod(?, 0644)", name: "chmod", arguments: [1: 0o644]),
    Row(text: "#-1()", name: "#4294967295", arguments: [:]),
    // As strace and whittle try print it.
    Row(
      text: #"[pid   713] openat(AT_FDCWD</srv>, "/etc/a, \"b)", O_RDONLY|O_CLOEXEC) = 3</etc/a>"#,
      name: "openat", arguments: [:]),
    Row(
      text: #"12:00:01.5 connect(3<TCP:[17]>, {sa_family=AF_INET, sin_port=htons(80)}, 16) = -1 E"#,
      name: "connect", arguments: [0: 3, 2: 16]),
    Row(
      text: "clone(child_stack=NULL, flags=CLONE_NEWUSER|SIGCHLD, child_tidptr=0x7f) = 5",
      name: "clone", arguments: [0: 0x1000_0011]),
    Row(
      text: "socket(AF_PACKET, SOCK_RAW, htons(0x3 /* ETH_P_ALL */)) = 4", name: "socket",
      arguments: [0: 17, 1: 3, 2: 0x300]),
    Row(text: "read(3, <unfinished ...>", name: "read", arguments: [0: 3]),
    Row(
      text: "nginx[4711]: x86_64 socket(AF_ALG, 0x5, 0x0) = EPERM, 3 times", name: "socket",
      arguments: [0: 38, 1: 5, 2: 0]),
    Row(text: "clone(?, _, 0x10)", name: "clone", arguments: [2: 16]),
    Row(
      text: "openat(-100, NULL)", name: "openat", arguments: [0: UInt64(bitPattern: -100), 1: 0]),
    // As findings say it.
    Row(
      text: "x86_64 socket(0x100000028: the kernel takes AF_VSOCK, ...)", name: "socket",
      arguments: [0: 0x1_0000_0028]),
    Row(
      text:
        "arm64 ioctl(0x0, 0x100005412: the kernel takes TIOCSTI, ...): allow, in the baseline allow",
      name: "ioctl", arguments: [0: 0, 1: 0x1_0000_5412]),
  ])
  func callIsReadAsAPersonWritesIt(_ row: Row) throws {
    let call = try CallExpression(parsing: row.text)
    #expect(call.call.description == row.name)
    #expect(call.arguments == row.arguments)
  }

  @Test(arguments: [
    ("frobnicate", CallExpression.Problem.unknownCall("frobnicate")),
    ("#", .unknownCall("#")),
    ("#4294967296", .unknownCall("#4294967296")),
    ("read(0", .syntax("read(0")),
    ("read(0,0,0,0,0,0,0)", .tooManyArguments("read")),
    ("read(0,)", .unknownValue("", call: "read")),
    ("vax socket(38)", .unknownCall("vax socket")),
  ])
  func otherTextIsRefusedWithTheReason(text: String, problem: CallExpression.Problem) {
    #expect(throws: problem) { try CallExpression(parsing: text) }
  }
}

@Suite struct UnreadArgumentTests {
  /// What is no value is kept as it stands: whether it matters depends on the rules.
  @Test(
    arguments: [
      ("socket(AF_X)", [0: "AF_X"]), ("socket(38: AF_ALG)", [0: "38: AF_ALG"]),
      (
        #"execve("/bin/ls", ["ls", "-l"], 0x7ffe /* 20 vars */)"#,
        [
          0: #""/bin/ls""#, 1: #"["ls", "-l"]"#,
        ]
      ),
    ] as [(String, [Int: String])])
  func otherArgumentsAreNotKnown(text: String, unread: [Int: String]) throws {
    #expect(try CallExpression(parsing: text).unread == unread)
  }
}

@Suite struct ArgumentSpellingTests {
  @Test(
    arguments: [
      ("socket", 0, 38, "AF_ALG"), ("socket", 0, 1, "AF_UNIX"), ("socket", 0, 16, "AF_NETLINK"),
      ("socket", 1, 0x80005, "SOCK_CLOEXEC|SOCK_SEQPACKET"), ("socket", 0, 9999, "0x270f"),
      ("clone", 0, 0x1000_0011, "CLONE_NEWUSER|SIGCHLD"), ("ioctl", 1, 0x5401, "TCGETS"),
      ("read", 0, 3, "0x3"), ("prctl", 0, 24, "PR_CAPBSET_DROP"),
    ] as [(String, Int, UInt64, String)])
  func valueIsSpeltByItsNames(name: String, index: Int, value: UInt64, text: String) throws {
    let syscall = try #require(Syscall(name))
    #expect(syscall.spelling(of: value, at: index) == text)
  }

  /// As strace 6.1 names the options of prctl(2), commands of fcntl(2) and requests of ptrace(2) by these
  /// numbers; names of what their further arguments mean are no names of these.
  @Test(
    arguments: [
      (
        "prctl", 0,
        "- PR_SET_PDEATHSIG PR_GET_PDEATHSIG PR_GET_DUMPABLE PR_SET_DUMPABLE PR_GET_UNALIGN "
          + "PR_SET_UNALIGN PR_GET_KEEPCAPS PR_SET_KEEPCAPS PR_GET_FPEMU PR_SET_FPEMU PR_GET_FPEXC "
          + "PR_SET_FPEXC PR_GET_TIMING PR_SET_TIMING PR_SET_NAME PR_GET_NAME - - PR_GET_ENDIAN "
          + "PR_SET_ENDIAN PR_GET_SECCOMP PR_SET_SECCOMP PR_CAPBSET_READ PR_CAPBSET_DROP"
      ),
      (
        "fcntl", 1,
        "F_DUPFD F_GETFD F_SETFD F_GETFL F_SETFL F_GETLK F_SETLK F_SETLKW F_SETOWN F_GETOWN F_SETSIG "
          + "F_GETSIG - - - F_SETOWN_EX F_GETOWN_EX"
      ),
      (
        "ptrace", 0,
        "PTRACE_TRACEME PTRACE_PEEKTEXT PTRACE_PEEKDATA PTRACE_PEEKUSER PTRACE_POKETEXT"
      ),
      (
        "keyctl", 0, "KEYCTL_GET_KEYRING_ID KEYCTL_JOIN_SESSION_KEYRING KEYCTL_UPDATE KEYCTL_REVOKE"
      ),
    ] as [(String, Int, String)])
  func numbersFromZeroHaveTheNamesThatStraceGivesThem(
    name: String, index: Int, texts: String
  ) throws {
    let syscall = try #require(Syscall(name))
    for (value, text) in texts.split(separator: " ").enumerated() {
      let expected = text == "-" ? "0x" + String(value, radix: 16) : String(text)
      #expect(syscall.spelling(of: UInt64(value), at: index) == expected)
    }
  }
}
