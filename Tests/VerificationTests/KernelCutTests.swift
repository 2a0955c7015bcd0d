import KernelOracle
import Profiles
import Syscalls
import Testing
import Verification

/// What the catalog says that the kernel takes of registers, held against the running kernel.
///
/// A call is made twice, the second time with a bit in the upper half of one argument: where the kernel
/// does not take it, both end alike; where it does, they do not.
@Suite struct KernelCutTests {
  struct Row: CustomTestStringConvertible {
    let name: String
    let arguments: [UInt64]
    let index: Int
    /// Above bit 31.
    var bit: UInt64 = 1 << 32
    /// A call afterwards, which tells what the first one did.
    var asking: [UInt64]?

    var testDescription: String { "\(name) \(index)" }
  }

  static let rows: [Row] = [
    Row(name: "socket", arguments: [1, 1, 0], index: 0),
    Row(name: "socket", arguments: [1, 1, 0], index: 1),
    Row(name: "socket", arguments: [1, 1, 0], index: 2),
    Row(name: "socketpair", arguments: [1, 1, 0, 0], index: 0),
    // Taken for another number than that which asks, it would be set, and so be told.
    Row(name: "personality", arguments: [0xffff_ffff], index: 0, asking: [0xffff_ffff]),
    // As clone3 counts, 2^33 asks for a cgroup, of which there is none.
    Row(name: "clone", arguments: [17], index: 0, bit: 1 << 33),
    Row(name: "ioctl", arguments: [0, 0x5451, 0], index: 1),
    Row(name: "fcntl", arguments: [0, 1, 0], index: 1),
    Row(name: "prctl", arguments: [3], index: 0),
    Row(name: "madvise", arguments: [0, 0, 0], index: 2),
    Row(name: "futex", arguments: [0, 1, 1], index: 1),
    Row(name: "pipe2", arguments: [0, 0], index: 1),
    Row(name: "dup", arguments: [0], index: 0),
    // Whole registers.
    Row(name: "mprotect", arguments: [0, 4096, 1], index: 2),
    Row(name: "unshare", arguments: [0], index: 0),
    Row(name: "ptrace", arguments: [0, 0, 0, 0], index: 0),
  ]

  @Test(arguments: rows) func runningKernelTakesWhatTheCatalogSays(_ row: Row) throws {
    let syscall = try #require(Syscall(row.name))
    let parameters = try #require(syscall.parameters(on: .native))
    let number = try #require(syscall.rawNumber(on: .native))
    func result(_ arguments: [UInt64]) -> Int32 {
      let calls = [arguments, row.asking].compactMap { $0 }.map { arguments in
        let a = arguments + Array(repeating: 0, count: 6 - arguments.count)
        return kernel_call(number: number, arguments: (a[0], a[1], a[2], a[3], a[4], a[5]))
      }
      // SAFETY: the array has as many calls as stated, and outlives the call.
      return unsafe kernel_result(calls, calls.count)
    }
    var dirty = row.arguments
    dirty[row.index] |= row.bit
    let isTaken = parameters[row.index].mask & row.bit != 0
    let answers = (result(row.arguments), result(dirty))
    #expect(answers.0 != Int32.min)
    #expect((answers.0 != answers.1) == isTaken, "\(answers)")
  }

  @Test func everyCallThatADefaultConditionsIsAmongThem() {
    let conditioned = Baseline.all.flatMap { baseline in
      baseline.profile.rules.filter { !$0.rule.conditions.isEmpty }.flatMap(\.rule.names)
    }
    #expect(Set(conditioned) == ["clone", "personality", "socket"])
    #expect(Set(conditioned).isSubset(of: Self.rows.map(\.name)))
  }
}
