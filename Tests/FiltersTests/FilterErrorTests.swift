import Filters
import Testing

@Suite struct FilterErrorTests {
  struct Program: Sendable, CustomTestStringConvertible {
    let name: String
    let instructions: [Instruction]
    let reason: FilterError.Reason
    let index: Int?

    init(
      _ name: String, _ instructions: [Instruction], _ reason: FilterError.Reason, at index: Int?
    ) {
      self.name = name
      self.instructions = instructions
      self.reason = reason
      self.index = index
    }

    var testDescription: String { name }
  }

  static let malformed: [Program] = [
    Program("nothing", [], .empty, at: nil),
    Program(
      "one too many", Array(repeating: .answer(.allow), count: 4097), .tooLong(count: 4097),
      at: nil),
    Program("no return", [.load(0)], .missingReturn, at: 0),
    Program("jump for a return", [.answer(.allow), .jump(0)], .jump(to: 2), at: 1),
    Program("past the end", [.jump(1), .answer(.allow)], .jump(to: 2), at: 0),
    Program("far past it", [.jump(.max), .answer(.allow)], .jump(to: 4_294_967_296), at: 0),
    Program("branch, true", [.ifEqual(1, 1, 0), .answer(.allow)], .jump(to: 2), at: 0),
    Program("branch, false", [.ifEqual(1, 0, 200), .answer(.allow)], .jump(to: 201), at: 0),
    Program("offset 64", [.load(64), .answer(.allow)], .offset(64), at: 0),
    Program("offset 2", [.load(2), .answer(.allow)], .offset(2), at: 0),
    Program("ancillary data", [.load(0xffff_f000), .answer(.allow)], .offset(0xffff_f000), at: 0),
    Program(
      "slot 16", [.store(16), .answer(.allow)], .memorySlot(16), at: 0),
    Program(
      "slot 16 loaded", [.load(0), .loadMemory(16), .answer(.allow)], .memorySlot(16), at: 1),
    Program(
      "never stored", [.loadMemory(3), .answer(.allow)], .unwrittenMemory(slot: 3), at: 0),
    Program(
      "stored on one path",
      [.load(0), .ifEqual(1, 0, 1), .store(3), .loadMemory(3), .answer(.allow)],
      .unwrittenMemory(slot: 3), at: 3),
    Program(
      "division by 0", [Instruction(code: 0x34, k: 0), .answer(.allow)], .divisionByZero, at: 0),
    Program(
      "shift by 32", [Instruction(code: 0x64, k: 32), .answer(.allow)], .shift(32), at: 0),
    Program(
      "modulo", [Instruction(code: 0x94, k: 3), .answer(.allow)], .unknownCode(0x94), at: 0),
    Program(
      "byte load", [Instruction(code: 0x30, k: 0), .answer(.allow)], .unknownCode(0x30), at: 0),
    Program(
      "indirect load", [Instruction(code: 0x40, k: 0), .answer(.allow)], .unknownCode(0x40), at: 0),
    Program(
      "stray bits", [Instruction(code: 0x8006, k: 0), .answer(.allow)], .unknownCode(0x8006), at: 0),
    Program(
      "return of X", [Instruction(code: 0x0e), .answer(.allow)], .unknownCode(0x0e), at: 0),
  ]

  @Test(arguments: malformed)
  func malformedProgramIsRefusedAtItsInstruction(_ program: Program) {
    #expect(throws: FilterError(program.reason, at: program.index)) {
      try Filter(program.instructions)
    }
  }

  @Test(
    .enabled(if: Kernel.hasFilters, "this kernel takes no seccomp filters"), arguments: malformed)
  func kernelRefusesItToo(_ program: Program) {
    #expect(Kernel.load(program.instructions) != 0)
  }

  @Test(.enabled(if: Kernel.hasFilters, "this kernel takes no seccomp filters"))
  func everyCodeIsAcceptedOrRefusedAsInTheKernel() {
    for code in (0..<UInt16(0x100)).map({ $0 }) + [0x106, 0x8020, 0xffff] {
      let program: [Instruction] = [
        .store(4), Instruction(code: code, k: 4), .answer(.errno(1)),
      ]
      let ours = (try? Filter(program)) != nil
      #expect(ours == (Kernel.load(program) == 0), "code \(String(code, radix: 16))")
    }
  }

  @Test func bytesMustBeWholeInstructions() {
    let bytes: [UInt8] = [6, 0, 0, 0, 0, 0, 0xff, 0x7f, 6]
    #expect(throws: FilterError(.cutInstruction(bytes: 1))) { try Filter(decoding: bytes.span) }
  }

  @Test func messageNamesTheInstruction() {
    let error = FilterError(.offset(64), at: 7)
    #expect(
      "\(error)"
        == "instruction 7: loads at offset 64; words of seccomp_data stand at 0, 4, … 60")
  }
}
