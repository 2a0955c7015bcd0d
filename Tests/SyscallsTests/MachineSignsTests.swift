import Syscalls
import Testing

@Suite struct MachineSignsTests {
  /// `e_machine` of `elf.h`, which the C library's own headers number as the kernel's do.
  @Test(arguments: [
    (62, 2, 1, Architecture.x86_64), (62, 1, 1, .x32), (3, 1, 1, .x86), (183, 2, 1, .aarch64),
    (40, 1, 1, .arm), (243, 2, 1, .riscv64), (258, 2, 1, .loongarch64), (21, 2, 1, .ppc64le),
    (21, 2, 2, .ppc64), (20, 1, 2, .ppc), (22, 2, 2, .s390x), (22, 1, 2, .s390), (8, 2, 2, .mips64),
    (8, 2, 1, .mipsel64), (8, 1, 2, .mips), (8, 1, 1, .mipsel),
  ])
  func headersTellTheArchitecture(
    machine: UInt16, elfClass: UInt8, order: UInt8, architecture: Architecture
  ) {
    var header: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, elfClass, order, 1, 0]
    header += [UInt8](repeating: 0, count: 8) + [3, 0]
    let bytes = [UInt8(truncatingIfNeeded: machine), UInt8(machine >> 8)]
    header += order == 1 ? bytes : bytes.reversed()
    #expect(MachineSigns.architecture(ofELF: header) == architecture)
    #expect(MachineSigns.architecture(ofELF: header.dropLast()) == nil)
  }

  @Test func everyABIHasOneHost() {
    for architecture in Architecture.allCases {
      #expect(architecture.host.host == architecture.host)
      #expect(
        architecture.host == architecture
          || architecture.host.companions.contains(architecture))
    }
  }

  /// `__NR_read` of `arch/mips/include/uapi/asm/unistd.h`: `__NR_Linux + 0`.
  @Test(arguments: [Architecture.mips64, .mipsel64]) func numbersOfMIPSBeginAt5000(
    architecture: Architecture
  ) throws {
    #expect(Syscall("read")?.number(on: architecture) == 5000)
    #expect(Syscall(number: 5057, on: architecture)?.name == "execve")
    #expect(Syscall("clone3")?.rawNumber(on: architecture) == 5435)
    #expect(Probes.contains("clone3", on: architecture))
    #expect(!Probes.contains("read", on: architecture))
  }
}

extension MachineSigns {
  fileprivate static func architecture(ofELF header: ArraySlice<UInt8>) -> Architecture? {
    architecture(ofELF: Array(header))
  }
}
