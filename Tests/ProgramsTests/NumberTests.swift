import Programs
import Syscalls
import TestSupport
import Testing

/// How the number of a system call is followed back through code.
@Suite struct NumberTests {
  struct Code: Sendable, CustomTestStringConvertible {
    let text: String
    let bytes: [UInt8]
    let numbers: Set<UInt32>
    var unresolved = 0

    var testDescription: String { text }
  }

  private static let snippets = [
    Code(text: "mov $1, %eax", bytes: [0xb8, 1, 0, 0, 0], numbers: [1]),
    Code(text: "mov $35, %rax", bytes: [0x48, 0xc7, 0xc0, 35, 0, 0, 0], numbers: [35]),
    Code(text: "xor %eax, %eax", bytes: [0x31, 0xc0], numbers: [0]),
    Code(text: "xor %eax, %eax; mov $59, %al", bytes: [0x31, 0xc0, 0xb0, 59], numbers: [59]),
    Code(text: "push $39; pop %rax", bytes: [0x6a, 39, 0x58], numbers: [39]),
    // The register's fourth bit is that of a prefix.
    Code(
      text: "mov $13, %r8d; mov %r8d, %eax", bytes: [0x41, 0xb8, 13, 0, 0, 0, 0x44, 0x89, 0xc0],
      numbers: [13]),
    Code(
      text: "mov $202, %eax; mov $1, %edx; cmove %edx, %eax",
      bytes: [0xb8, 202, 0, 0, 0, 0xba, 1, 0, 0, 0, 0x0f, 0x44, 0xc2], numbers: [1, 202]),
    Code(
      text: "mov $1, %eax; je over; mov $2, %eax; over:",
      bytes: [0xb8, 1, 0, 0, 0, 0x74, 5, 0xb8, 2, 0, 0, 0], numbers: [1, 2]),
    Code(
      text: "movq $35, 8(%rsp); mov 8(%rsp), %rax",
      bytes: [0x48, 0xc7, 0x44, 0x24, 8, 35, 0, 0, 0, 0x48, 0x8b, 0x44, 0x24, 8], numbers: [35]),
    // Go 1.19 keeps the number on the stack while it calls entersyscall.
    Code(
      text: "mov $35, %ecx; mov %rcx, 8(%rsp); call; push %rbx; mov 16(%rsp), %rax",
      bytes: [
        0xb9, 35, 0, 0, 0, 0x48, 0x89, 0x4c, 0x24, 8, 0xe8, 0x30, 0, 0, 0, 0x53, 0x48, 0x8b, 0x44,
        0x24, 16,
      ], numbers: [35]),
    Code(
      text: "mov %rsp, %rbp; sub $16, %rsp; movl $5, -8(%rbp); mov -8(%rbp), %eax",
      bytes: [
        0x48, 0x89, 0xe5, 0x48, 0x83, 0xec, 16, 0xc7, 0x45, 0xf8, 5, 0, 0, 0, 0x8b, 0x45, 0xf8,
      ], numbers: [5]),
    Code(text: "mov (%rdi), %eax", bytes: [0x8b, 7], numbers: [], unresolved: 1),
    Code(
      text: "mov $1, %eax; call; the call changes it",
      bytes: [0xb8, 1, 0, 0, 0, 0xe8, 0x30, 0, 0, 0], numbers: [], unresolved: 1),
    Code(
      text: "a number that no kernel has", bytes: [0xb8, 0, 8, 0, 0], numbers: [], unresolved: 1),
  ]

  @Test(arguments: snippets) func numberIsFollowedBack(_ code: Code) throws {
    let program = MadeELF(
      isProgram: true, exports: [("main", { _ in code.bytes + [0x0f, 0x05, 0xc3] })])
    let facts = try ProgramFacts(reading: program.bytes)
    #expect(Set(facts.sites.map(\.number)) == code.numbers)
    #expect(facts.unresolved == code.unresolved)
    #expect(facts.systemCalls.count == 1)
  }

  struct Entry: Sendable, CustomTestStringConvertible {
    let text: String
    let bytes: [UInt8]
    let calls: [Architecture: Set<UInt32>]
    var unresolved = 0
    var others = 0

    var testDescription: String { text }
  }

  /// By what code of x86-64 enters the kernel.
  private static let entries = [
    Entry(
      text: "mov $20, %eax; int $0x80", bytes: [0xb8, 20, 0, 0, 0, 0xcd, 0x80],
      calls: [.x86: [20]], others: 1),
    Entry(
      text: "mov $20, %eax; sysenter", bytes: [0xb8, 20, 0, 0, 0, 0x0f, 0x34],
      calls: [.x86: [20]], others: 1),
    Entry(
      text: "mov $0x40000027, %eax; syscall", bytes: [0xb8, 0x27, 0, 0, 0x40, 0x0f, 0x05],
      calls: [.x32: [39]], others: 1),
    Entry(
      text: "mov $39, %eax; mov $0x40000027, %edx; cmove %edx, %eax; syscall",
      bytes: [0xb8, 39, 0, 0, 0, 0xba, 39, 0, 0, 0x40, 0x0f, 0x44, 0xc2, 0x0f, 0x05],
      calls: [.x32: [39], .x86_64: [39]], others: 1),
    // What i386 counts so is no number of x32.
    Entry(
      text: "mov $0x40000027, %eax; int $0x80", bytes: [0xb8, 0x27, 0, 0, 0x40, 0xcd, 0x80],
      calls: [:], unresolved: 1, others: 1),
    Entry(
      text: "mov (%rdi), %eax; int $0x80", bytes: [0x8b, 7, 0xcd, 0x80], calls: [:],
      unresolved: 1, others: 1),
    Entry(
      text: "mov $0x80cd, %edi; mov $39, %eax; syscall",
      bytes: [0xbf, 0xcd, 0x80, 0, 0, 0xb8, 39, 0, 0, 0, 0x0f, 0x05], calls: [.x86_64: [39]]),
    Entry(
      text: "mov $39, %eax; syscall; lea 0x80cd(%rip), %rdi",
      bytes: [0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0x48, 0x8d, 0x3d, 0xcd, 0x80, 0, 0],
      calls: [.x86_64: [39]]),
    // shellcheck of Debian 12: what GHC puts before a function, behind `jmp *(%rbx); xchg %ax, %ax`.
    Entry(
      text: "a table among code",
      bytes: [0xff, 0x23, 0x66, 0x90, 0xcd, 0x80, 2, 0, 0, 0, 0, 0, 0x1e, 0, 0, 0, 0, 0],
      calls: [:]),
    // libcrypto.so.3 of Debian 12: points of a curve.
    Entry(
      text: "numbers among code",
      bytes: [
        0x31, 0xc0, 0x96, 0x54, 0xcd, 0x80, 0x42, 0xbe, 0x1d, 0x7f, 0x89, 0x08, 0x36, 0xe4, 0xd5,
      ], calls: [:]),
  ]

  @Test(arguments: entries) func callsBelongToTheABIByWhichTheyEnter(_ entry: Entry) throws {
    let program = MadeELF(
      isProgram: true, exports: [("main", { _ in entry.bytes + [0xc3] })])
    let facts = try ProgramFacts(reading: program.bytes)
    let calls = Dictionary(grouping: facts.sites, by: \.architecture)
      .mapValues { Set($0.map(\.number)) }
    #expect(calls == entry.calls)
    #expect(facts.unresolved == entry.unresolved)
    #expect(facts.otherEntries == entry.others)
    let packed = try #require(ProgramFacts(packed: facts.packed))
    #expect(packed.sites == facts.sites && packed.otherEntries == facts.otherEntries)
  }

  @Test func callersHandTheNumberOfTheABIByWhichAFunctionEnters() throws {
    let program = MadeELF(
      isProgram: true,
      exports: [
        // mov %edi, %eax; int $0x80; ret
        ("wrapper", { _ in [0x89, 0xf8, 0xcd, 0x80, 0xc3] }),
        // mov $39, %edi; call wrapper; mov $0x40000001, %edi; jmp wrapper
        (
          "main",
          { _ in
            [0xbf, 39, 0, 0, 0, 0xe8, 0xe6, 0xff, 0xff, 0xff]
              + [0xbf, 1, 0, 0, 0x40, 0xe8, 0xdc, 0xff, 0xff, 0xff, 0xc3]
          }
        ),
      ])
    let facts = try ProgramFacts(reading: program.bytes)
    #expect(facts.sites.map(\.number) == [39] && facts.sites.map(\.architecture) == [.x86])
    #expect(facts.unresolved == 1)
  }

  @Test func callersOfAFunctionThatIsHandedTheNumberKnowIt() throws {
    let program = MadeELF(
      isProgram: true,
      exports: [
        // mov %edi, %eax; syscall; ret
        ("wrapper", { _ in [0x89, 0xf8, 0x0f, 0x05, 0xc3] }),
        // mov $39, %edi; call wrapper; mov $40, %edi; jmp wrapper
        (
          "main",
          { _ in
            [0xbf, 39, 0, 0, 0, 0xe8, 0xe6, 0xff, 0xff, 0xff]
              + [0xbf, 40, 0, 0, 0, 0xe8, 0xdc, 0xff, 0xff, 0xff, 0xc3]
          }
        ),
      ])
    let facts = try ProgramFacts(reading: program.bytes)
    #expect(Set(facts.sites.map(\.number)) == [39, 40])
    #expect(facts.unresolved == 0)
  }

  @Test func codeOfAArch64IsRead() throws {
    let words: [UInt32] = [
      0x2a00_03e8, 0xd400_0001, 0xd65f_03c0, 0xd503_201f,  // mov w8, w0; svc #0; ret; nop
      0x5280_0720, 0x97ff_fffb, 0xd65f_03c0,  // mov w0, #57; bl; ret
      0xd280_0808, 0xd400_0001, 0xd65f_03c0,  // mov x8, #64; svc #0; ret
    ]
    let code = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    let program = MadeELF(isProgram: true, exports: [("main", { _ in code })], machine: 183)
    let facts = try ProgramFacts(reading: program.bytes)
    #expect(facts.architecture == .aarch64)
    #expect(Set(facts.sites.map(\.number)) == [57, 64])
    #expect(facts.unresolved == 0)
  }
}
