internal import Filters
internal import Minimization
internal import Observations
internal import Syscalls

extension ObservationKey {
  /// What the filter may have been asked: the call itself, and on ABIs that have one the
  /// multiplexer in front of it. Empty for a call of which no number is known.
  var forms: [PartialInvocation] {
    var forms: [PartialInvocation] = []
    switch call {
    case .name: break
    case .number(let number): forms.append(form(number: number))
    case .known(let syscall):
      if let number = syscall.number(on: architecture) { forms.append(form(number: number)) }
      if let route = Multiplexer.route(to: syscall.name, on: architecture),
        let number = route.multiplexer.number(on: architecture)
      {
        // Argument 1 points to the call's own arguments.
        let invocation = Invocation(
          number: number, on: architecture, arguments: [route.subcall])
        forms.append(PartialInvocation(invocation, unknown: [1, 2, 3, 4, 5]))
      }
    }
    return forms
  }

  private func form(number: UInt32) -> PartialInvocation {
    let widths = call.syscall?.significantArguments(on: architecture) ?? []
    let indices = 0..<Invocation.argumentCount
    return PartialInvocation(
      Invocation(
        number: number, on: architecture, arguments: indices.map { arguments[$0] ?? 0 }),
      known: indices.map { index in
        guard let value = arguments[index] else { return 0 }
        let isInt = widths.contains { $0.index == index && $0.mask != .max }
        // Compilers extend an `int` that is negative with zeros or with its sign, and leave the
        // upper half 0 otherwise. personality's is unsigned: 0xffffffff asks for the present one.
        let isNegative = (0x8000_0000...0xffff_ffff).contains(value)
        return isInt && isNegative && call.description != "personality" ? 0xffff_ffff : .max
      })
  }
}
