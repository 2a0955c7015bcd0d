import Syscalls
import Testing

@Suite struct KernelConstantsTests {
  /// Figures of `linux/socket.h`, `linux/sched.h`, `asm-generic/ioctls.h`.
  @Test(
    arguments: [
      ("AF_ALG", 38), ("PF_LOCAL", 1), ("SOCK_CLOEXEC", 0x80000), ("CLONE_NEWUSER", 0x1000_0000),
      ("TCGETS", 0x5401), ("PR_CAPBSET_DROP", 24), ("ADDR_NO_RANDOMIZE", 0x40000),
      ("ETH_P_ALL", 3), ("SIGCHLD", 17),
    ] as [(String, UInt64)])
  func namesHaveTheirHeadersValues(name: String, value: UInt64) {
    #expect(KernelConstants.shared.value(of: name) == value)
  }

  @Test func errnosGoBothWays() {
    let constants = KernelConstants.shared
    #expect(constants.errno(named: "ENOSYS") == 38)
    #expect(constants.errno(named: "E123x") == nil)
    #expect(constants.errno(named: "E526") == 526)
    #expect(constants.name(ofErrno: 11) == "EAGAIN")
    #expect(constants.name(ofErrno: 4000) == "E4000")
  }
}
