package import Syscalls

extension Libseccomp {
  /// A number by which a call is made.
  package struct Route: Hashable, Sendable {
    /// For x32 with `Architecture.x32Bit`.
    package let rawNumber: UInt32
    /// For a multiplexer's number, what its argument 0 has to be.
    package let subcall: UInt64?
  }

  /// The numbers that libseccomp makes a rule about this call for, in its order.
  ///
  /// On ABIs with a ``Multiplexer`` it gives calls that this stands before stand-in numbers, and makes a
  /// rule about the multiplexer and another one about the direct call where there is one
  /// (`x86_rule_add`, `src/arch-x86.c`, and its like). None for names that it does not know and calls
  /// that the architecture lacks.
  package static func routes(to name: String, on architecture: Architecture) -> [Route] {
    let number = resolve(name, token: architecture.libraryToken)
    if number >= 0 { return [Route(rawNumber: UInt32(number), subcall: nil)] }
    guard Multiplexer.architectures.contains(architecture),
      let (multiplexer, subcall) = Multiplexer.subcall(ofStandIn: number)
    else { return [] }
    var routes: [Route] = []
    if let rawNumber = rawNumber(of: multiplexer.name, on: architecture) {
      routes.append(Route(rawNumber: rawNumber, subcall: subcall))
    }
    // libseccomp tells none to who asks by name.
    if let direct = Multiplexer.directNumber(of: name, on: architecture) {
      routes.append(Route(rawNumber: direct, subcall: nil))
    }
    return routes
  }
}
