import Filters
import KernelOracle

/// The kernel that the tests run on.
enum Kernel {
  /// Whether it takes a filter that answers ENOSYS to everything.
  static let hasFilters = load([.answer(.errno(38))]) == 0

  /// 0, or the errno that the kernel refuses the program with.
  static func load(_ instructions: [Instruction]) -> Int32 {
    answers(of: instructions, to: []).status
  }

  /// What the kernel answers to calls of the native architecture, `nil` where it ended the process;
  /// the program must allow none of them.
  static func answers(
    of instructions: [Instruction], to calls: [Invocation]
  ) -> (status: Int32, answers: [Int32?]) {
    let bytes = instructions.flatMap(\.bytes)
    let calls = calls.map { call in
      let a = call.arguments
      return kernel_call(number: call.number, arguments: (a[0], a[1], a[2], a[3], a[4], a[5]))
    }
    var answers = [Int32](repeating: 0, count: calls.count)
    // SAFETY: the pointers are to arrays of the given counts that outlive the call.
    let status = unsafe kernel_answers(bytes, instructions.count, calls, calls.count, &answers)
    return (status, answers.map { $0 == .min ? nil : $0 })
  }
}

extension Instruction {
  /// As in `struct sock_filter`, little-endian; also of instructions that no filter holds.
  var bytes: [UInt8] {
    [UInt8(truncatingIfNeeded: code), UInt8(code >> 8), jt, jf]
      + (0..<4).map { UInt8(truncatingIfNeeded: k >> (8 * $0)) }
  }
}
