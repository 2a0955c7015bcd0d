import Syscalls
import Testing

@Suite struct SyscallTests {
  struct Row { let name: String, architecture: Architecture, number: UInt32 }

  /// Figures of `asm/unistd_64.h`, `asm/unistd_32.h`, `asm/unistd_x32.h` and `asm-generic/unistd.h`.
  @Test(arguments: [
    Row(name: "read", architecture: .x86_64, number: 0),
    Row(name: "clone3", architecture: .x86_64, number: 435),
    Row(name: "socketcall", architecture: .x86, number: 102),
    Row(name: "ioctl", architecture: .x32, number: 514),
    Row(name: "openat", architecture: .aarch64, number: 56),
    Row(name: "set_tls", architecture: .arm, number: 983_045),
  ])
  func numbersAndNamesGoBothWays(_ row: Row) throws {
    let syscall = try #require(Syscall(row.name))
    #expect(syscall.number(on: row.architecture) == row.number)
    #expect(Syscall(number: row.number, on: row.architecture) == syscall)
  }

  @Test func namesAreSortedSoThatIndexOrderIsNameOrder() {
    let names = Syscall.all.map(\.name)
    #expect(names.count > 500)
    #expect(names == names.sorted())
  }

  @Test func x32NumbersCarryTheirBitOnlyWhereTheKernelSeesThem() throws {
    let getpid = try #require(Syscall("getpid"))
    #expect(getpid.number(on: .x32) == 39)
    #expect(getpid.rawNumber(on: .x32) == 1_073_741_863)
    #expect(Architecture(auditToken: 0xc000_003e, rawNumber: 1_073_741_863) == .x32)
    #expect(Architecture(auditToken: 0xc000_003e, rawNumber: .max) == .x86_64)
    #expect(Architecture.x32.number(ofRaw: 1_073_741_863) == 39)
    #expect(Architecture.x86_64.number(ofRaw: 1_073_741_863) == 1_073_741_863)
    #expect(SyscallReference(rawNumber: 1_073_741_863, on: .x32) == .known(getpid))
  }
}
