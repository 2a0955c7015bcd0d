internal import Filters
package import Profiles
package import Syscalls

/// Whether a baseline's conditions on a call bind the kernel, and what to say in their place.
///
/// What takes their place stays within the baseline, register by register: what the baseline lets pass
/// without meaning to is left out (``KernelView``), and nothing is added.
package enum BindingConditions: Hashable, Sendable {
  /// They bind, and are kept as they are.
  case kept
  /// Or-bound lists of masked equalities, one for an argument at the most.
  case rewritten([[Condition]])
  /// They do not bind, and are kept nonetheless.
  case unbound(BindingObstacle)

  /// - Parameters:
  ///   - alternatives: or-bound lists of and-bound conditions, none of them empty.
  ///   - refusing: the lists under which other rules of the baseline refuse the call.
  ///   - architectures: that the profile is for.
  ///   - seen: values by argument, which are let run like those that kernels know.
  package init(
    of alternatives: [[Condition]], refusing: [[Condition]] = [], on call: Syscall,
    _ architectures: [Architecture], seen: [Int: Set<UInt64>]
  ) {
    var search = Search(
      call: call, alternatives: alternatives, refusing: refusing, seen: seen)
    do {
      self = try search.run(on: architectures.filter { call.exists(on: $0) })
    } catch {
      self = .unbound(.tooManyRules)
    }
  }
}

/// Why conditions that do not bind cannot be rewritten.
package enum BindingObstacle: Hashable, Sendable {
  /// They take more masked equalities than ``limit``.
  case tooManyRules
  /// They let pass nothing but registers that no ordinary caller makes.
  case nothingMeant
  /// On this architecture, where libseccomp cuts constants, the rules would say something else.
  case cutConstants(Architecture)

  /// Rules that one call may become.
  package static let limit = 128
}

private struct Search {
  let call: Syscall
  let alternatives: [[Condition]]
  let refusing: [[Condition]]
  let seen: [Int: Set<UInt64>]
  var diagrams = Diagrams()

  mutating func run(on architectures: [Architecture]) throws(TooComplex) -> BindingConditions {
    var isBinding = true
    for architecture in architectures where isBinding {
      let allowed = try allowed(on: architecture)
      // Conditions that others refuse in part do not say alone what runs.
      let isWhole = try diagrams.region(meetingAny: alternatives, on: architecture) == allowed
      isBinding = isWhole ? try binds(allowed, on: architecture) : false
    }
    // Masks said for wide registers say the same of narrow ones, where constants fit.
    let widest = architectures.first(where: \.comparesWideArguments) ?? architectures.first
    guard !isBinding, let widest else { return .kept }

    let wanted = try wanted(on: widest)
    let rewritten = diagrams.maskedEqualities(of: wanted, limit: BindingObstacle.limit)
    guard let conditions = rewritten?.map(\.conditions) else { return .unbound(.tooManyRules) }
    guard !conditions.isEmpty else { return .unbound(.nothingMeant) }
    for architecture in architectures {
      let region = try diagrams.region(meetingAny: conditions, on: architecture)
      let baseline = try allowed(on: architecture)
      guard try diagrams.subtracting(baseline, from: region) == .none,
        try binds(region, on: architecture)
      else { return .unbound(.cutConstants(architecture)) }
    }
    return .rewritten(conditions)
  }

  /// What the baseline lets run for certain.
  private mutating func allowed(on architecture: Architecture) throws(TooComplex) -> Region {
    try diagrams.region(meetingAny: alternatives, butNone: refusing, on: architecture)
  }

  private mutating func binds(
    _ region: Region, on architecture: Architecture
  ) throws(TooComplex) -> Bool {
    try diagrams.unbound(in: region, KernelView(of: call, on: architecture)) == .none
  }

  /// What the conditions mean to let run, as far as kernels know the values.
  private mutating func wanted(on architecture: Architecture) throws(TooComplex) -> Region {
    let view = KernelView(of: call, on: architecture)
    let region = try allowed(on: architecture)
    var wanted = try diagrams.intersection(region, try diagrams.meant(by: region, view))
    for index in Condition.indices {
      guard let values = call.knownValues(ofArgument: index) else { continue }
      var known = try diagrams.complement(
        of: try diagrams.region(
          argument: index, greaterThan: values.upperBound, width: view.read[index].bitWidthOfMask))
      for value in seen[index, default: []] {
        known = try diagrams.union(
          known, try diagrams.region(argument: index, masked: view.read[index], equals: value))
      }
      wanted = try diagrams.intersection(wanted, known)
    }
    return wanted
  }
}

extension UInt64 {
  /// Of a mask of low bits, how many they are.
  fileprivate var bitWidthOfMask: Int { 64 - leadingZeroBitCount }
}
