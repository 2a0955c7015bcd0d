import Filters

extension Filter {
  /// The program as libseccomp makes it on a machine of the filter's own byte order.
  ///
  /// Exporting for the other order it swaps the bytes of some returns twice: where a jump to a
  /// return is too long, it puts a copy of the return nearer, made from the value that is swapped
  /// already (`_gen_bpf_build_jmp_ret`, `src/gen_bpf.c`, 2.5.4 and 2.6.1). ALLOW, 0x7fff0000,
  /// becomes 0x0000ff7f, which kills. No answer of a profile is another one's mirror image, so
  /// what is not among `answers` but mirrors one of them is known for what it was.
  func restoringAnswers(among answers: Set<UInt32>) throws(FilterError) -> Filter {
    try Filter(
      zip(instructions, operations).map { instruction, operation in
        guard case .answer(let value) = operation, !answers.contains(value),
          answers.contains(value.byteSwapped)
        else { return instruction }
        return Instruction(code: instruction.code, k: value.byteSwapped)
      })
  }
}
