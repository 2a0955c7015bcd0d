/// A system call ABI of Linux, as seccomp tells them apart.
///
/// The raw value is whittle's name of it, used in every file and message.
package enum Architecture: String, CaseIterable, Hashable, Sendable {
  // The names that every tool has for it.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case x86_64
  case x86, x32
  case aarch64, arm
  case riscv64, loongarch64
  case ppc, ppc64, ppc64le
  case s390, s390x
  case mips, mips64, mips64n32
  case mipsel, mipsel64, mipsel64n32
}

extension Architecture {
  /// The name in a profile's `architectures`, from `runtime-spec` (`config-linux.md`, seccomp).
  package var scmpName: String { "SCMP_ARCH_" + rawValue.uppercased() }

  /// The architecture that a profile calls `name`, such as `SCMP_ARCH_AARCH64`; `nil` for no such name.
  package init?(scmpName name: String) {
    guard let match = Self.allCases.first(where: { $0.scmpName == name }) else { return nil }
    self = match
  }

  /// The name in a Docker profile's `includes.arches` (moby, `seccomp_linux.go`, from Go's `GOARCH`).
  package var dockerName: String {
    switch self {
    case .x86_64: "amd64"
    case .aarch64: "arm64"
    default: rawValue
    }
  }

  /// The architecture that the user calls `name`: whittle's, Docker's, Debian's or the `SCMP_ARCH_` name.
  package init?(userName name: String) {
    let synonyms: [String: Self] = ["i386": .x86, "i686": .x86, "armhf": .arm, "armv7l": .arm]
    if let match = Self(rawValue: name) ?? Self(scmpName: name) ?? synonyms[name] {
      self = match
    } else if let match = Self.allCases.first(where: { $0.dockerName == name }) {
      self = match
    } else {
      return nil
    }
  }

  /// `AUDIT_ARCH_*` of `linux/audit.h`: what `seccomp_data.arch` and an audit record's `arch=` hold.
  ///
  /// x32 shares the token of x86_64 and is told apart by ``x32Bit`` in the call's number.
  package var auditToken: UInt32 {
    switch self {
    case .x86_64, .x32: 0xc000_003e
    case .x86: 0x4000_0003
    case .aarch64: 0xc000_00b7
    case .arm: 0x4000_0028
    case .riscv64: 0xc000_00f3
    case .loongarch64: 0xc000_0102
    case .ppc: 0x0000_0014
    case .ppc64: 0x8000_0015
    case .ppc64le: 0xc000_0015
    case .s390: 0x0000_0016
    case .s390x: 0x8000_0016
    case .mips: 0x0000_0008
    case .mips64: 0x8000_0008
    case .mips64n32: 0xa000_0008
    case .mipsel: 0x4000_0008
    case .mipsel64: 0xc000_0008
    case .mipsel64n32: 0xe000_0008
    }
  }

  /// `__X32_SYSCALL_BIT`: set in the number of every x32 call.
  package static let x32Bit: UInt32 = 0x4000_0000

  /// Whether a raw number under the token of x86_64 is a call of x32. −1, which tracers write for "no
  /// call", is not.
  package static func isX32(rawNumber: UInt32) -> Bool {
    rawNumber & x32Bit != 0 && rawNumber != .max
  }

  /// A call's number as `seccomp_data.nr` shows it: with ``x32Bit`` for x32.
  package func rawNumber(of number: UInt32) -> UInt32 {
    self == .x32 ? number | Self.x32Bit : number
  }

  /// The inverse of ``rawNumber(of:)``: a call's number as the ABI counts.
  package func number(ofRaw rawNumber: UInt32) -> UInt32 {
    self == .x32 ? rawNumber & ~Self.x32Bit : rawNumber
  }

  /// The architecture of a call with this `AUDIT_ARCH_*` token and raw number; `nil` for a foreign token.
  package init?(auditToken token: UInt32, rawNumber: UInt32) {
    if token == Self.x86_64.auditToken, Self.isX32(rawNumber: rawNumber) {
      self = .x32
    } else if let match = Self.allCases.first(where: { $0.auditToken == token && $0 != .x32 }) {
      self = match
    } else {
      return nil
    }
  }

  /// Where the numbers of the ABI begin: `__NR_Linux` of MIPS (`arch/mips/include/uapi/asm/unistd.h`).
  package var firstNumber: UInt32 {
    switch self {
    case .mips, .mipsel: 4000
    case .mips64, .mipsel64: 5000
    case .mips64n32, .mipsel64n32: 6000
    default: 0
    }
  }

  /// Whether its numbers begin with the lowest byte.
  package var isLittleEndian: Bool {
    switch self {
    case .x86_64, .x86, .x32, .aarch64, .arm, .riscv64, .loongarch64, .ppc64le: true
    case .mipsel, .mipsel64, .mipsel64n32: true
    case .ppc, .ppc64, .s390, .s390x, .mips, .mips64, .mips64n32: false
    }
  }

  /// Whether libseccomp compares whole 64-bit argument registers here.
  ///
  /// On the other ABIs it compares the low 32 bits and cuts the constant to them. x32 is one of
  /// those in libseccomp (`src/arch-x32.c`), although its registers are wide.
  package var comparesWideArguments: Bool {
    switch self {
    case .x86_64, .aarch64, .riscv64, .loongarch64, .ppc64, .ppc64le, .s390x, .mips64, .mipsel64:
      true
    case .x86, .x32, .arm, .ppc, .s390, .mips, .mips64n32, .mipsel, .mipsel64n32:
      false
    }
  }

  /// The architecture of the machine that runs this program.
  package static var native: Architecture {
    #if arch(x86_64)
      .x86_64
    #elseif arch(arm64)
      .aarch64
    #elseif arch(arm)
      .arm
    #elseif arch(i386)
      .x86
    #elseif arch(powerpc64le)
      .ppc64le
    #elseif arch(s390x)
      .s390x
    #elseif arch(riscv64)
      .riscv64
    #else
      #error("whittle does not know this machine's system call table")
    #endif
  }

  /// The ABIs that a kernel of this architecture may offer beside its own one.
  package var companions: [Architecture] {
    switch self {
    case .x86_64: [.x86, .x32]
    case .aarch64: [.arm]
    case .s390x: [.s390]
    case .ppc64: [.ppc]
    case .mips64: [.mips, .mips64n32]
    case .mipsel64: [.mipsel, .mipsel64n32]
    default: []
    }
  }

  /// The ABI of the machines whose kernels offer this one, where that is beside their own; else itself.
  package var host: Architecture { Self.hosts[index] }

  private static let hosts = allCases.map { own in
    allCases.first { $0.companions.contains(own) } ?? own
  }
}

extension Architecture {
  /// Position among `allCases`, for tables.
  package var index: Int {
    switch self {
    case .x86_64: 0
    case .x86: 1
    case .x32: 2
    case .aarch64: 3
    case .arm: 4
    case .riscv64: 5
    case .loongarch64: 6
    case .ppc: 7
    case .ppc64: 8
    case .ppc64le: 9
    case .s390: 10
    case .s390x: 11
    case .mips: 12
    case .mips64: 13
    case .mips64n32: 14
    case .mipsel: 15
    case .mipsel64: 16
    case .mipsel64n32: 17
    }
  }
}

extension Architecture: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Architecture: CustomStringConvertible {
  package var description: String { rawValue }
}
