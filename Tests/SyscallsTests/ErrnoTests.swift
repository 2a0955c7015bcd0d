import Syscalls
import Testing

@Suite struct ErrnoTests {
  @Test func namedOnesAreTheHeaders() {
    #expect(Errno(named: "EPERM") == .EPERM)
    #expect(Errno(named: "ENOSYS") == .ENOSYS)
    #expect(Errno(named: "E526")?.rawValue == 526)
    #expect(Errno(named: "EXIT") == nil)
  }

  @Test func numbersAboveTheKernelsLargestAreNone() {
    #expect(Errno(rawValue: 4095)?.rawValue == 4095)
    #expect(Errno(rawValue: 4096) == nil)
    #expect(Errno(named: "E4096") == nil)
  }
}
