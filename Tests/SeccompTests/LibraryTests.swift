import Seccomp
import Syscalls
import Testing

@Suite struct LibraryTests {
  @Test func versionIsOneThatHasNotifications() {
    #expect(Libseccomp.version >= Libseccomp.Version(2, 5, 0))
  }

  @Test func namesAreKnownWhereTheyExist() {
    #expect(Libseccomp.rawNumber(of: "clone3", on: .x86_64) == 435)
    #expect(Libseccomp.rawNumber(of: "clone3", on: .x32) == 435 | Architecture.x32Bit)
    #expect(Libseccomp.rawNumber(of: "fstat64", on: .x86) == 197)
    #expect(Libseccomp.rawNumber(of: "fstat64", on: .x86_64) == nil)
    #expect(Libseccomp.knows("fstat64"))
    #expect(!Libseccomp.knows("no_such_call"))
  }

  /// Of the installed libseccomp, which may lack newer calls, and multiplexes some.
  @Test(
    arguments: Architecture.allCases.filter {
      $0.hasNumbers && Libseccomp.rawNumber(of: "read", on: $0) != nil
    })
  func numbersAgreeWithTheTableWhereBothHaveThem(_ architecture: Architecture) {
    var compared = 0
    for syscall in Syscall.all {
      guard let number = Libseccomp.rawNumber(of: syscall.name, on: architecture) else { continue }
      #expect(syscall.rawNumber(on: architecture) == number, "\(syscall)")
      compared += 1
    }
    #expect(compared > 250)
  }

  /// libseccomp's stand-in numbers are those of `linux/net.h` and `linux/ipc.h`.
  @Test func multiplexedCallsHaveTheLibrarysRoutes() throws {
    for name in ["socket", "sendmmsg", "semop", "msgsnd", "shmctl", "accept4"] {
      for architecture in [Architecture.x86, .s390x] {
        let (multiplexer, subcall) = try #require(Multiplexer.route(to: name, on: architecture))
        let route = try #require(Libseccomp.routes(to: name, on: architecture).first)
        #expect(route.rawNumber == multiplexer.number(on: architecture))
        #expect(route.subcall == subcall)
      }
    }
  }
}
