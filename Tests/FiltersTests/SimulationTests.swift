import Filters
import Syscalls
import TestSupport
import Testing

@Suite struct SimulationTests {
  @Test func stepsCountTheReturnAndTheIndexNamesIt() throws {
    let filter = try Filter([
      .load(0), .ifEqual(1, 2, 0), .jump(2), .answer(.errno(1)), .answer(.log), .answer(.trap(0)),
    ])
    let one = filter.simulate(Invocation(number: 1, on: .x86_64))
    #expect((one.verdict, one.steps, one.answeredAt) == (.log, 3, 4))
    let two = filter.simulate(Invocation(number: 2, on: .x86_64))
    #expect((two.verdict, two.steps, two.answeredAt) == (.trap(0), 4, 5))
  }

  struct Row: Sendable { let code: UInt16, left: UInt32, right: UInt32, result: UInt32 }

  @Test(arguments: [
    Row(code: 0x0c, left: .max, right: 2, result: 1),
    Row(code: 0x1c, left: 0, right: 1, result: .max),
    Row(code: 0x2c, left: 0x8000_0001, right: 2, result: 2),
    Row(code: 0x3c, left: 7, right: 2, result: 3),
    Row(code: 0x4c, left: 5, right: 2, result: 7),
    Row(code: 0x5c, left: 7, right: 2, result: 2),
    Row(code: 0x6c, left: 1, right: 33, result: 2),
    Row(code: 0x7c, left: 4, right: 33, result: 2),
    Row(code: 0xac, left: 7, right: 2, result: 5),
    Row(code: 0x84, left: 1, right: 0, result: .max),
  ])
  func arithmeticIsThatOfUnsignedWords(_ row: Row) throws {
    let filter = try Filter([
      .loadIndex(row.right), .loadConstant(row.left), Instruction(code: row.code),
      .ifEqual(row.result, 0, 1), .answer(.allow), .answer(.killProcess),
    ])
    #expect(filter.simulate(Invocation(number: 0, on: .x86_64)).verdict == .allow)
  }

  @Test func divisionByAnIndexOfZeroEndsWithKillThread() throws {
    let filter = try Filter([.loadIndex(0), Instruction(code: 0x3c), .answer(.allow)])
    #expect(filter.simulate(Invocation(number: 0, on: .x86_64)).verdict == .killThread)
  }

  @Test func lengthIsThatOfTheData() throws {
    let filter = try Filter([Instruction(code: 0x80), .answerAccumulator])
    // 64 is no action that a kernel knows, only data: the action is 0.
    #expect(filter.simulate(Invocation(number: 0, on: .x86_64)).verdict == .killThread)
  }

  @Test(.enabled(if: Kernel.hasFilters, "this kernel takes no seccomp filters"))
  func kernelTakesTheSamePathThroughRandomPrograms() throws {
    var random = Seeded(1)
    var compared = 0
    for _ in 0..<100 {
      let program = random.program(count: Int.random(in: 12...120, using: &random))
      let filter = try Filter(program)
      let calls = (0..<60).map { _ in
        Invocation(
          number: UInt32.random(in: 0..<300, using: &random), on: .native,
          arguments: (0..<6).map { _ in random.argument() })
      }
      let (status, answers) = Kernel.answers(of: program, to: calls)
      #expect(status == 0)
      for (call, answer) in zip(calls, answers) {
        guard let answer else {
          // A division by zero killed the child here; the calls after it were not made.
          #expect(filter.simulate(call).verdict == .killThread)
          break
        }
        #expect(filter.simulate(call).verdict == .errno(UInt16(answer)))
        compared += 1
      }
    }
    #expect(compared > 3000)
  }
}
