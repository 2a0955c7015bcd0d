import Seccomp
import Syscalls
import Testing

@Suite struct LibraryTests {
  @Test func versionIsOneThatHasNotifications() {
    #expect(Library.version >= Library.Version(2, 5, 0))
  }

  @Test func namesAreKnownWhereTheyExist() {
    #expect(Library.rawNumber(of: "clone3", on: .x86_64) == 435)
    #expect(Library.rawNumber(of: "clone3", on: .x32) == 435 | Architecture.x32Bit)
    #expect(Library.rawNumber(of: "fstat64", on: .x86) == 197)
    #expect(Library.rawNumber(of: "fstat64", on: .x86_64) == nil)
    #expect(Library.knows("fstat64"))
    #expect(!Library.knows("no_such_call"))
  }

  @Test(arguments: [Architecture.x86_64, .x86, .x32, .aarch64, .riscv64, .s390x])
  func numbersAgreeWithTheTableWhereBothHaveThem(_ architecture: Architecture) {
    for syscall in Syscall.all {
      guard let number = Library.rawNumber(of: syscall.name, on: architecture) else { continue }
      #expect(syscall.rawNumber(on: architecture) == number, "\(syscall)")
    }
  }
}
