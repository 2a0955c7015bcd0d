internal import Filters
internal import Profiles
internal import Syscalls

extension EnforcedProfile {
  /// Whether a call that has a list runs with all the values that programs ordinarily give it.
  func runsOrdinaryValues(
    of call: SyscallReference, on architecture: Architecture, in environment: Environment
  ) -> Bool {
    guard let call = call.syscall, let list = ArgumentList.list(for: call.name, at: .strict),
      ArgumentList.holds(on: architecture)
    else { return false }
    let capabilities = Set(environment.capabilities.map(\.rawValue))
    return list.samples(holding: capabilities).allSatisfy { sample in
      PartialInvocation(
        call, on: architecture,
        knowing: zip(list.arguments, sample).map { ($0.index, $0.mask, $1) }
      ).map { !verdict(for: $0).isRefusal } ?? false
    }
  }
}
