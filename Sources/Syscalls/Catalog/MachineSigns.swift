/// What tells the machine on which a program ran, in the words of its files and addresses.
///
/// Of an ABI that a kernel offers beside its own, such as i386 under x86-64, the machine is the
/// ``Architecture/host``.
package enum MachineSigns {
  // MARK: ELF

  /// How many bytes of an ELF file tell for which machine it is: up to `e_machine` (elf(5)).
  package static let headerLength = 20

  /// The architecture of the ELF file that begins with `header`; `nil` where it is none, or of a machine that
  /// whittle does not know. Numbers of `linux/elf-em.h`.
  package static func architecture(ofELF header: [UInt8]) -> Architecture? {
    guard header.count >= headerLength, header[0] == 0x7f, header[1] == UInt8(ascii: "E"),
      header[2] == UInt8(ascii: "L"), header[3] == UInt8(ascii: "F")
    else { return nil }
    let isWide = header[4] == 2
    let isLittle = header[5] == 1
    let machine =
      isLittle
      ? UInt16(header[18]) | UInt16(header[19]) << 8
      : UInt16(header[19]) | UInt16(header[18]) << 8
    return switch machine {
    case 3: .x86
    case 62: isWide ? .x86_64 : .x32
    case 183: .aarch64
    case 40: .arm
    case 243: isWide ? .riscv64 : nil
    case 258: isWide ? .loongarch64 : nil
    case 20: .ppc
    case 21: isLittle ? .ppc64le : .ppc64
    case 22: isWide ? .s390x : .s390
    case 8:
      switch (isWide, isLittle) {
      case (true, true): .mipsel64
      case (true, false): .mips64
      case (false, true): .mipsel
      case (false, false): .mips
      }
    default: nil
    }
  }

  /// How much of a library the loaders read first: glibc (`struct filebuf`, `elf/dl-load.h`), musl
  /// (`ldso/dynlink.c`) and bionic (`linker_phdr.cpp`), 64 and 32 bits each. Programs that look into
  /// programs of other machines read other amounts.
  package static let loaderReads: Set<UInt64> = [832, 512, 960, 948, 64, 52]

  // MARK: Paths

  /// Names of loaders, of which each is one machine's: glibc (`shlib-versions`) and musl (`configure`).
  package static func architecture(ofLoader name: String) -> Architecture? {
    if let match = loaders[name] { return match }
    guard name.hasPrefix("ld-musl-") else { return nil }
    let machine = name.dropFirst(8).prefix { $0 != "." && $0 != "-" }
    return muslMachines[String(machine)]
  }

  private static let loaders: [String: Architecture] = [
    "ld-linux-x86-64.so.2": .x86_64, "ld-linux-x32.so.2": .x32, "ld-linux.so.2": .x86,
    "ld-linux-aarch64.so.1": .aarch64, "ld-linux-armhf.so.3": .arm, "ld-linux.so.3": .arm,
    "ld-linux-riscv64-lp64d.so.1": .riscv64, "ld-linux-riscv64-lp64.so.1": .riscv64,
    "ld-linux-loongarch-lp64d.so.1": .loongarch64, "ld64.so.2": .ppc64le,
  ]

  private static let muslMachines: [String: Architecture] = [
    "x86_64": .x86_64, "i386": .x86, "x32": .x32, "aarch64": .aarch64, "arm": .arm, "armhf": .arm,
    "riscv64": .riscv64, "loongarch64": .loongarch64, "powerpc": .ppc, "powerpc64": .ppc64,
    "powerpc64le": .ppc64le, "s390x": .s390x, "mips": .mips, "mipsel": .mipsel,
    "mips64": .mips64, "mips64el": .mipsel64, "mipsn32": .mips64n32, "mipsn32el": .mipsel64n32,
  ]

  /// Folders of Debian's and its descendants, `/lib/aarch64-linux-gnu/` (dpkg's `tupletable`); programs
  /// for other machines may be installed beside a machine's own.
  package static let multiarchFolders: [(name: StaticString, architecture: Architecture)] = [
    ("lib/x86_64-linux-gnu/", .x86_64), ("lib/i386-linux-gnu/", .x86),
    ("lib/aarch64-linux-gnu/", .aarch64), ("lib/arm-linux-gnueabi", .arm),
    ("lib/riscv64-linux-gnu/", .riscv64), ("lib/loongarch64-linux-gnu/", .loongarch64),
    ("lib/powerpc64le-linux-gnu/", .ppc64le), ("lib/powerpc64-linux-gnu/", .ppc64),
    ("lib/powerpc-linux-gnu/", .ppc), ("lib/s390x-linux-gnu/", .s390x),
    ("lib/mips64el-linux-gnuabi64/", .mipsel64), ("lib/mips64-linux-gnuabi64/", .mips64),
    ("lib/mipsel-linux-gnu/", .mipsel), ("lib/mips-linux-gnu/", .mips),
  ]

  // MARK: uname

  /// The machines that uname(2) calls `name` (`UTS_MACHINE` of each architecture's `Makefile`).
  package static func hosts(calling name: String) -> ArchitectureSet? {
    switch name {
    case "x86_64", "i386", "i486", "i586", "i686": .init(.x86_64)
    case "aarch64", "aarch64_be": .init(.aarch64)
    case _ where name.hasPrefix("armv"): .init(.aarch64)
    case "riscv64": .init(.riscv64)
    case "loongarch64": .init(.loongarch64)
    case "ppc64le": .init(.ppc64le)
    case "ppc64", "ppc": .init(.ppc64)
    case "s390x", "s390": .init(.s390x)
    case "mips64", "mips": [.init(.mips64), .init(.mipsel64)]
    default: nil
    }
  }

  // MARK: Addresses

  /// The machines on which a program ordinarily has something at `address`; `nil` where that tells nothing.
  ///
  /// Libraries and stacks lie at the top of what a program may have (`TASK_SIZE`), programs at two thirds of
  /// it (`ELF_ET_DYN_BASE`), each moved by as many random bits as `ARCH_MMAP_RND_BITS` gives.
  package static func hosts(having address: UInt64) -> ArchitectureSet? {
    guard address > UInt32.max, address < 1 << 48 else { return nil }
    return regions.first { $0.range.contains(address) }?.hosts
  }

  private static let regions: [(range: Range<UInt64>, hosts: ArchitectureSet)] = [
    // 47 bits. Only x86-64 moves things by so much that they leave the last 4 GiB.
    (0x5555_5000_0000..<0x5556_0000_0000, [.init(.x86_64), .init(.riscv64), .init(.loongarch64)]),
    (0x5556_0000_0000..<0x5700_0000_0000, .init(.x86_64)),
    (0x7e00_0000_0000..<0x7fff_0000_0000, .init(.x86_64)),
    (
      0x7fff_0000_0000..<0x8000_0000_0000,
      [
        .init(.x86_64), .init(.aarch64), .init(.riscv64), .init(.loongarch64), .init(.ppc64),
        .init(.ppc64le),
      ]
    ),
    // 48 bits: two thirds are 0xaaaaaaaaa000.
    (0x8000_0000_0000..<0x1_0000_0000_0000, .init(.aarch64)),
    // 39 bits, as Android's and many boards' kernels are built; and Go's heap on arm64 (`malloc.go`).
    (0x55_5000_0000..<0x66_0000_0000, .init(.aarch64)),
    (0x6f_0000_0000..<0x80_0000_0000, .init(.aarch64)),
    (0x40_0000_0000..<0x40_4000_0000, .init(.aarch64)),
    // 38 bits: Sv39.
    (0x2a_a000_0000..<0x3b_0000_0000, .init(.riscv64)),
    (0x3e_0000_0000..<0x40_0000_0000, .init(.riscv64)),
    // 42 bits: page tables of three levels.
    (0x2aa_0000_0000..<0x2ac_0000_0000, .init(.s390x)),
    (0x3ff_0000_0000..<0x400_0000_0000, .init(.s390x)),
    // 40 bits
    (0xaa_a000_0000..<0xac_0000_0000, [.init(.mips64), .init(.mipsel64)]),
    (0xff_0000_0000..<0x100_0000_0000, [.init(.mips64), .init(.mipsel64)]),
    // The heap begins at 1 TiB (`arch_randomize_brk` of powerpc).
    (0x100_0000_0000..<0x102_0000_0000, [.init(.ppc64), .init(.ppc64le)]),
  ]
}
