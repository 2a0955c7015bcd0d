import Logs
import Strace
import Testing

/// Small logs of an strace that was attached to containerd, in the words of strace 6.1 and runc 1.1.5.
@Suite struct ContainerLinesTests {
  private static let identifier = "89a00e840ab71ee410f1d2f5e90ee2725173261e0b5ad9ba099c5b629d0a5898"

  /// What starts the shim 30 of a container, and its first process 42, which is number 1 inside.
  private static func start(_ identifier: String, shim: Int, process: Int) -> String {
    """
    10 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD <unfinished ...>
    \(shim) execve("/usr/bin/containerd-shim-runc-v2", ["/usr/bin/containerd-shim-runc-v2", "-namespace", "moby", "-id", "\(identifier.prefix(32))"..., "-address", "/var/run/docker/containerd/conta"...], 0xc000002c80 /* 38 vars */ <unfinished ...>
    10 <... clone resumed>)              = \(shim)
    \(shim) <... execve resumed>) = 0
    \(shim) clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD <unfinished ...>
    \(shim + 1) execve("/usr/sbin/runc", ["runc", "--root", "/var/run/docker/runtime-runc/mob"..., "create"], 0xc0 /* 9 vars */) = 0
    \(shim) <... clone resumed>)              = \(shim + 1)
    \(shim + 1) clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD <unfinished ...>
    \(process - 1) execve("/proc/self/exe", ["runc", "init"], 0xc0000a60c0 /* 7 vars */) = 0
    \(shim + 1) <... clone resumed>)              = \(process - 1)
    \(process - 1) execveat(6, "", ["runc", "init"], 0x1a2502e0 /* 8 vars */, AT_EMPTY_PATH) = 0
    \(process - 1) clone(child_stack=0x7fff21bb6410, flags=CLONE_PARENT|SIGCHLD) = \(process)
    \(process) setsid()                          = 1

    """
  }

  private static let life = """
    42 execve("/bin/sh", ["sh"], 0xc000024a20 /* 3 vars */ <unfinished ...>
    10 read(3, "…", 16)                  = 16
    42 <... execve resumed>)             = 0
    42 vfork( <unfinished ...>
    44 execve("/bin/ls", ["ls"], 0x55f072263998 /* 4 vars */) = 0
    44 write(1, " /* 7 in strace's PID NS */", 27) = 27
    44 +++ exited with 0 +++
    42 <... vfork resumed>)              = 2 /* 44 in strace's PID NS */
    42 wait4(2 /* 44 in strace's PID NS */, NULL, 0, NULL) = 2 /* 44 in strace's PID NS */
    42 +++ exited with 0 +++

    """

  private static let kept = """
    42 execve("/bin/sh", ["sh"], 0xc000024a20 /* 3 vars */ <unfinished ...>
    42 <... execve resumed>)             = 0
    42 vfork( <unfinished ...>
    44 execve("/bin/ls", ["ls"], 0x55f072263998 /* 4 vars */) = 0
    44 write(1, " /* 7 in strace's PID NS */", 27) = 27
    44 +++ exited with 0 +++
    42 <... vfork resumed>)              = 2
    42 wait4(2, NULL, 0, NULL) = 2
    42 +++ exited with 0 +++

    """

  /// What is kept of a log.
  private func filter(
    _ text: String, of identifier: String = Self.identifier
  ) -> (text: String, lines: ContainerLines) {
    filter(text, by: ContainerLines(of: identifier))
  }

  private func filter(
    _ text: String, by lines: ContainerLines
  ) -> (text: String, lines: ContainerLines) {
    var lines = lines
    let all = text.split(separator: "\n").map { Array($0.utf8) }
    for line in all { lines.learn(from: line.span) }
    lines.endLearning()
    var kept: [UInt8] = []
    for line in all {
      if let line = lines.keep(line.span) { kept += line + [UInt8(ascii: "\n")] }
    }
    return (String(decoding: kept, as: UTF8.self), lines)
  }

  @Test func linesFromTheProgramsStartOnAreKept() {
    let (text, lines) = filter(Self.start(Self.identifier, shim: 30, process: 42) + Self.life)
    #expect(text == Self.kept)
    #expect(lines.hasStart)
    #expect(lines.hasEnd)
  }

  /// Of strace on the shim 30 and its thread 31, and on the process 42 with its thread 43.
  @Test func containerThatRanBeforeIsAllButItsShim() {
    let log = """
      43 read(3, "", 1) = 0
      31 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD <unfinished ...>
      42 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD) = 9 /* 46 in strace's PID NS */
      50 execve("/usr/sbin/runc", ["runc", "exec", "--process", "/tmp/runc-process27"], 0xc0 /* 9 vars */) = 0
      31 <... clone resumed>)              = 50
      46 umask(007) = 022
      50 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD <unfinished ...>
      51 execve("/proc/self/exe", ["runc", "init"], 0xc0000a60c0 /* 7 vars */) = 0
      50 <... clone resumed>)              = 51
      51 clone(child_stack=0x7fff21bb6410, flags=CLONE_PARENT|SIGCHLD) = 52
      52 setsid()                          = 1
      52 execve("/bin/ls", ["ls"], 0xc000024a20 /* 3 vars */) = 0
      30 futex(0xc000024a20, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>
      """
    let (text, lines) = filter(log, by: ContainerLines(below: [30, 31]))
    #expect(
      text == """
        43 read(3, "", 1) = 0
        42 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD) = 9
        46 umask(007) = 022
        strace: Process 52 attached
        52 execve("/bin/ls", ["ls"], 0xc000024a20 /* 3 vars */) = 0

        """)
    #expect(!lines.hasStart)
  }

  @Test func otherContainersAreLeftOut() {
    let other = String(repeating: "7", count: 64)
    let log =
      Self.start(other, shim: 60, process: 72) + Self.start(Self.identifier, shim: 30, process: 42)
      + "72 execve(\"/bin/true\", [\"true\"], 0xc0 /* 3 vars */) = 0\n" + Self.life
      + "72 getpid() = 1\n"
    #expect(filter(log).text == Self.kept)
    let (text, lines) = filter(log, of: other)
    #expect(
      text == "72 execve(\"/bin/true\", [\"true\"], 0xc0 /* 3 vars */) = 0\n72 getpid() = 1\n")
    #expect(lines.hasStart)
    #expect(!lines.hasEnd)
    #expect(filter(log, of: String(repeating: "8", count: 64)).text.isEmpty)
  }

  /// The shim makes them, not the container. What comes from outside is told as strace tells it.
  @Test func programsOfDockerExecAreKept() {
    let exec = """
      30 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD) = 50
      50 execve("/usr/sbin/runc", ["runc", "exec"], 0xc0 /* 9 vars */) = 0
      50 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD) = 51
      51 execve("/proc/self/exe", ["runc", "init"], 0xc0 /* 6 vars */) = 0
      51 clone(child_stack=0x7ff, flags=CLONE_PARENT|SIGCHLD) = 52
      52 setns(5, CLONE_NEWPID) = 0

      """
    let run = """
      52 execve("/bin/id", ["id"], 0xc0 /* 3 vars */) = 0
      52 getuid() = 0
      52 +++ exited with 0 +++

      """
    let (begin, end) = (
      "42 execve(\"/bin/sh\", [\"sh\"], 0xc0 /* 3 vars */) = 0\n", "42 +++ exited with 0 +++\n"
    )
    let (text, lines) = filter(
      Self.start(Self.identifier, shim: 30, process: 42) + begin + exec + run + end)
    #expect(text == begin + "strace: Process 52 attached\n" + run + end)
    #expect(lines.hasEnd)
  }

  /// A thread of runc's starts the program, and goes on under the number of the process.
  @Test func programThatAThreadStartsIsKept() {
    let log = """
      42 clone(child_stack=0xc0, flags=CLONE_VM|CLONE_THREAD) = 4 /* 47 in strace's PID NS */
      47 execve("/bin/true", ["true"], 0xc0 /* 3 vars */ <unfinished ...>
      42 +++ superseded by execve in pid 47 +++
      42 <... execve resumed>) = 0
      42 getpid() = 1
      42 +++ exited with 0 +++

      """
    let (text, lines) = filter(Self.start(Self.identifier, shim: 30, process: 42) + log)
    #expect(text == "42 <... execve resumed>) = 0\n42 getpid() = 1\n42 +++ exited with 0 +++\n")
    #expect(lines.hasEnd)
  }

  @Test func programThatIsNotThereIsNoStart() {
    let log =
      "42 execve(\"/nothing\", [\"/nothing\"], 0xc0 /* 3 vars */) = -1 ENOENT (No such file)\n"
    let (text, lines) = filter(Self.start(Self.identifier, shim: 30, process: 42) + log)
    #expect(text.isEmpty)
    #expect(!lines.hasStart)
  }

  /// The kernel gives a number again; another container's process has it later.
  @Test func numberThatComesAgainIsAnotherProcess() {
    let log =
      Self.start(Self.identifier, shim: 30, process: 42) + Self.life
      + "10 clone(child_stack=NULL, flags=SIGCHLD) = 44\n44 getpid() = 44\n"
    #expect(filter(log).text == Self.kept)
  }

  /// A container whose programs call themselves as the runtime's does not leave the log.
  @Test func namesWithinTheContainerChangeNothing() {
    let program = """
      42 execve("/bin/a", ["a"], 0xc0 /* 3 vars */) = 0
      42 execve("/x/containerd-shim", ["runc", "init"], 0xc0 /* 3 vars */) = 0
      42 vfork() = 2 /* 44 in strace's PID NS */
      44 execve("/proc/self/exe", ["runc", "init"], 0xc0 /* 3 vars */) = 0
      44 getpid() = 2

      """
    let (text, _) = filter(Self.start(Self.identifier, shim: 30, process: 42) + program)
    #expect(text == program.replacing(" /* 44 in strace's PID NS */", with: ""))
  }
}
