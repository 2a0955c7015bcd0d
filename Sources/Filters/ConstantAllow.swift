extension Filter {
  /// Whether the kernel knows without running the program that it allows every call of this
  /// architecture and number.
  ///
  /// Since Linux 5.11 such calls are marked in a bitmap when the filter is loaded, and cost nothing
  /// afterwards. Follows `seccomp_is_const_allow` (`kernel/seccomp.c`), which gives up at whatever is
  /// not architecture, number, a comparison with a constant, a mask or a return.
  package func isConstantAllow(number: UInt32, architectureToken: UInt32) -> Bool {
    var accumulator: UInt32 = 0
    var counter = 0
    // Ends: a checked filter only jumps forward, and its last instruction returns.
    while true {
      let operation = operations[counter]
      counter += 1
      switch operation {
      case .loadWord(0): accumulator = number
      case .loadWord(4): accumulator = architectureToken
      case .answer(let value): return Verdict(returned: value) == .allow
      case .jump(let distance): counter += Int(distance)
      case .branch(let comparison, .constant(let value), let ifTrue, let ifFalse):
        counter += Int(comparison(accumulator, value) ? ifTrue : ifFalse)
      case .compute(.and, .constant(let value)): accumulator &= value
      default: return false
      }
    }
  }
}
