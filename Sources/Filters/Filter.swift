/// A seccomp program that the kernel accepts.
///
/// Made from anything else it throws, so that whoever holds one may walk it without checks: every
/// jump goes forward and lands inside, every load is of a word of `seccomp_data` or of memory that
/// was stored to, and every path ends in a return.
package struct Filter: Hashable, Sendable {
  /// The program, in order; 1 to 4096 instructions.
  package let instructions: [Instruction]
  /// What the instructions do, index by index.
  package let operations: [Operation]

  /// `BPF_MAXINSNS`.
  package static let maxCount = 4096

  /// Checks what the kernel checks (`seccomp_check_filter`, `bpf_check_classic`).
  package init(_ instructions: [Instruction]) throws(FilterError) {
    self.operations = try Self.checked(instructions)
    self.instructions = instructions
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.instructions == right.instructions
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(instructions) }
}
