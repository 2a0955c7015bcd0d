internal import Profiles
internal import Syscalls

extension Minimizer {
  /// The whole baseline, of which nothing is taken away but argument values that are not ordinary: for whom no run
  /// has been recorded yet.
  ///
  /// - Parameter isForNativeOnly: whether the machine's other ABIs, such as 32-bit x86, are refused.
  package func harden(isForNativeOnly: Bool) -> Reduction {
    let reasons = Dictionary(
      uniqueKeysWithValues: rules.filter { $0.value.contains { $0.action.runs } }.keys.map {
        ($0, Reason.baseline)
      })
    let refusals = rules.filter { reasons[$0.key] == nil }.compactMap { name, rules in
      rules.first { $0.conditions.isEmpty }.map {
        Reduction.Refusal(name: name, action: $0.action, cause: .stated)
      }
    }.sorted { $0.name < $1.name }
    return reduction(
      allowing: reasons, refusals, outside: [], SeenArguments(),
      isForNativeOnly
        ? [environment.architecture]
        : Set(baseline.filteredArchitectures(native: environment.architecture)))
  }
}
