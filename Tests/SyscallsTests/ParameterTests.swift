import Syscalls
import Testing

@Suite struct ParameterTests {
  struct Row: Sendable {
    let call: String
    let architecture: Architecture
    /// Bits of each parameter, negative for one with a sign.
    let bits: [Int]
  }

  @Test(arguments: [
    Row(call: "socket", architecture: .x86_64, bits: [-32, -32, -32]),
    Row(call: "ioctl", architecture: .x86_64, bits: [32, 32, 64]),
    Row(call: "openat", architecture: .aarch64, bits: [-32, 64, -32, 16]),
    Row(call: "ptrace", architecture: .x86_64, bits: [-64, -64, 64, 64]),
    Row(call: "getpid", architecture: .x86_64, bits: []),
    // `lower_32_bits(clone_flags)`, wherever the flags stand.
    Row(call: "clone", architecture: .x86_64, bits: [32, 64, 64, 64, 64]),
    Row(call: "clone", architecture: .s390x, bits: [64, 32, 64, 64, 64]),
    // The compat entries of 32-bit programs, and x32's registers, which are wide.
    Row(call: "ptrace", architecture: .x86, bits: [-32, -32, -32, -32]),
    Row(call: "mprotect", architecture: .x86, bits: [32, 32, 32]),
    Row(call: "mprotect", architecture: .x32, bits: [64, 64, 64]),
    Row(call: "ioctl", architecture: .x32, bits: [32, 32, 32]),
    Row(call: "chown", architecture: .arm, bits: [32, 16, 16]),
    Row(call: "personality", architecture: .ppc64le, bits: [64]),
  ])
  func registersAreCutAsTheKernelsFunctionsSay(_ row: Row) throws {
    let parameters = try #require(Syscall(row.call)?.parameters(on: row.architecture))
    #expect(parameters.map { $0.isSigned ? -$0.bits : $0.bits } == row.bits)
  }

  @Test func callsNewerThanTheSourceAndThoseOfOtherABIsAreNotKnown() throws {
    #expect(try #require(Syscall("open_tree_attr")).parameters(on: .x86_64) == nil)
    #expect(try #require(Syscall("socketcall")).parameters(on: .x86_64) == nil)
    #expect(try #require(Syscall("open_tree_attr")).mask(ofArgument: 0, on: .x86_64) == .max)
  }

  @Test(arguments: [Architecture.aarch64, .riscv64, .loongarch64])
  func everyCallUpToLinux6p12IsKnownButThoseThatItHasNotHere(_ architecture: Architecture) {
    let all = Syscall.all.filter { $0.exists(on: architecture) }
    let unknown = all.filter { $0.parameters(on: architecture) == nil }.map(\.name)
    let absent = ["lookup_dcookie", "map_shadow_stack", "nfsservctl"]
    let newer = unknown.filter { !absent.contains($0) }
    #expect(Set(unknown).isSuperset(of: absent))
    #expect(
      newer.allSatisfy { name in
        Syscall(name).flatMap { $0.number(on: architecture) }.map { $0 > 462 } ?? false
      }, "\(newer)")
  }
}
