package import Filters
internal import Minimization
package import Profiles
internal import Syscalls

/// Which known weaknesses a filter leaves open, by what the kernel can be made to do.
///
/// Each architecture is looked at by itself. Where `socketcall`, `ipc` or io_uring may be called, so may
/// what they stand for, with any arguments: those lie in memory, where no filter sees them.
package struct Exposure: Hashable, Sendable {
  /// Of `Weakness.all`.
  package let known: Int
  /// The weaknesses that the filter stops, in the order of `Weakness.all`.
  package let stopped: [String]

  /// What a profile's filter leaves open to a container.
  package init(of profile: EnforcedProfile, in environment: Environment) throws(TooComplex) {
    var diagrams = Diagrams()
    try self.init(
      of: try diagrams.diagram(of: profile.filter),
      on: profile.profile.filteredArchitectures(native: environment.architecture),
      holding: environment.capabilities, in: diagrams)
  }

  /// - Parameter filter: a filter's, in `diagrams`.
  init(
    of filter: Diagram<Verdict>, on architectures: [Architecture],
    holding capabilities: Set<Capability>,
    in diagrams: Diagrams
  ) throws(TooComplex) {
    var search = ExposureSearch(
      filter: filter, capabilities: capabilities, diagrams: diagrams)
    var stopped: [String] = []
    for weakness in Weakness.all {
      var isOpen = false
      for architecture in architectures where !isOpen {
        isOpen = try search.leavesOpen(weakness, on: architecture)
      }
      if !isOpen { stopped.append(weakness.id) }
    }
    known = Weakness.all.count
    self.stopped = stopped
  }
}

struct ExposureSearch {
  private struct Key: Hashable {
    let call: Syscall
    let architecture: Architecture
  }

  let filter: Diagram<Verdict>
  let capabilities: Set<String>
  var diagrams: Diagrams
  /// Names of calls that are looked at as if the filter refused them.
  var refused: Set<String> = []
  private var reachable: [Key: Region] = [:]

  init(filter: Diagram<Verdict>, capabilities: Set<Capability>, diagrams: Diagrams) {
    self.filter = filter
    self.capabilities = Set(capabilities.map(\.rawValue))
    self.diagrams = diagrams
  }

  mutating func leavesOpen(
    _ weakness: Weakness, on architecture: Architecture
  ) throws(TooComplex) -> Bool {
    for ways in weakness.needs {
      var isOpen = false
      for way in ways where !isOpen { isOpen = try answer(to: way, on: architecture).isOpen }
      if !isOpen { return false }
    }
    return true
  }

  /// What the filter does about one of the ways to have what a weakness needs.
  mutating func answer(
    to way: Weakness.Way, on architecture: Architecture
  ) throws(TooComplex) -> WeaknessAnswer.Way.Answer {
    switch way {
    case .capability(let name): return capabilities.contains(name) ? .open : .refused
    case .call(let pattern):
      if let own = pattern.architecture, own != architecture { return .refused }
      if let other = try callInMemory(for: pattern.call, on: architecture) {
        return .openThrough(other)
      }
      return try answer(to: pattern, on: architecture)
    }
  }

  private mutating func answer(
    to pattern: CallPattern, on architecture: Architecture
  ) throws(TooComplex) -> WeaknessAnswer.Way.Answer {
    var region = try reachable(pattern.call, on: architecture)
    if region == .none { return .refused }
    let view = KernelView(of: pattern.call, on: architecture)
    for bits in pattern.arguments {
      let index = pattern.call.position(ofArgument: bits.index, on: architecture)
      region = try diagrams.intersection(
        region,
        try diagrams.region(
          argument: index, masked: bits.mask & view.read[index], equals: bits.value))
    }
    return region == .none ? .refusedArguments : .open
  }

  /// Another call that does the same, and of which a filter does not see the arguments; `nil` where none is open.
  private mutating func callInMemory(
    for call: Syscall, on architecture: Architecture
  ) throws(TooComplex) -> Syscall? {
    if let route = Multiplexer.route(to: call.name, on: architecture) {
      let subcall = try diagrams.region(
        argument: 0, masked: 0xffff_ffff, equals: route.subcall)
      let region = try reachable(route.multiplexer, on: architecture)
      if try diagrams.intersection(region, subcall) != .none { return route.multiplexer }
    }
    guard IOUring.operations.contains(call.name) else { return nil }
    var last: Syscall?
    for name in IOUring.calls {
      guard let own = Syscall(name), try reachable(own, on: architecture) != .none else {
        return nil
      }
      last = own
    }
    return last
  }

  /// The arguments of a call that the kernel can be made to take.
  private mutating func reachable(
    _ call: Syscall, on architecture: Architecture
  ) throws(TooComplex) -> Region {
    if refused.contains(call.name) { return .none }
    let key = Key(call: call, architecture: architecture)
    if let known = reachable[key] { return known }
    var result = Region.none
    if let invocation = Invocation(call, on: architecture) {
      let answers = diagrams.arguments(
        of: filter, token: invocation.architectureToken, number: invocation.number)
      if let verdict = diagrams.constant(answers) {
        result = verdict.refuses ? .none : .all
      } else {
        let running = try diagrams.map(answers) { !$0.refuses }
        result = try diagrams.reachable(by: running, KernelView(of: call, on: architecture))
      }
    }
    reachable[key] = result
    return result
  }
}
