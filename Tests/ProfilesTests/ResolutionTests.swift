import Profiles
import Syscalls
import Testing

@Suite struct ResolutionTests {
  static let plain = Environment(architecture: .x86_64, kernel: KernelVersion(6, 1))

  struct Row: CustomTestStringConvertible {
    let counts: Bool
    let includes: Scope
    let excludes: Scope
    let environment: Environment

    init(
      _ counts: Bool, includes: Scope = .none, excludes: Scope = .none,
      in environment: Environment = plain
    ) {
      self.counts = counts
      self.includes = includes
      self.excludes = excludes
      self.environment = environment
    }

    var testDescription: String { "\(includes) without \(excludes)" }
  }

  @Test(arguments: [
    Row(true),
    Row(true, includes: Scope(architectures: ["arm64", "amd64"])),
    Row(false, includes: Scope(architectures: ["arm64"])),
    Row(false, includes: Scope(architectures: ["x32", "SCMP_ARCH_X86_64"])),
    Row(false, excludes: Scope(architectures: ["arm64", "amd64"])),
    // Every capability must be held to be included; any one held excludes.
    Row(true, includes: Scope(capabilities: ["CAP_KILL", "CAP_CHOWN"])),
    Row(false, includes: Scope(capabilities: ["CAP_KILL", "CAP_BPF"])),
    Row(false, includes: Scope(capabilities: ["KILL"])),
    Row(false, excludes: Scope(capabilities: ["CAP_KILL", "CAP_BPF"])),
    Row(true, excludes: Scope(capabilities: ["CAP_BPF", "KILL"])),
    Row(true, includes: Scope(minimumKernel: KernelVersion(6, 1))),
    Row(false, includes: Scope(minimumKernel: KernelVersion(6, 2))),
    Row(false, excludes: Scope(minimumKernel: KernelVersion(6, 1))),
    Row(true, excludes: Scope(minimumKernel: KernelVersion(6, 10))),
    // Conditions of one scope are and-bound.
    Row(false, includes: Scope(capabilities: ["CAP_KILL"], minimumKernel: KernelVersion(7, 0))),
    // Docker does not know the name of this machine.
    Row(
      false, includes: Scope(architectures: ["loongarch64"]),
      in: Environment(architecture: .loongarch64, kernel: KernelVersion(6, 1))),
  ])
  func scopesAreDecidedAsDockerdDoes(_ row: Row) {
    let rule = Rule(names: ["read"], action: .allow)
    let profile = Profile(
      defaultAction: .errno(.EPERM), architectures: .list([]),
      rules: [.init(rule, includes: row.includes, excludes: row.excludes)])
    #expect(profile.resolved(for: row.environment).rules == (row.counts ? [rule] : []))
  }

  @Test func theFirstEntryOfTheMapForTheMachineCounts() {
    let profile = Profile(
      defaultAction: .errno(.EPERM),
      architectures: .map([
        .init(.aarch64, [.arm]), .init(.x86_64, [.x86]), .init(.x86_64, [.x86, .x32]),
        .init(.loongarch64),
      ]), rules: [])
    func architectures(on native: Architecture) -> [Architecture] {
      profile.resolved(for: Environment(architecture: native, kernel: KernelVersion(6, 1)))
        .architectures
    }
    #expect(architectures(on: .x86_64) == [.x86_64, .x86])
    #expect(architectures(on: .ppc64le) == [])
    #expect(architectures(on: .loongarch64) == [])
  }

  @Test func theMachinesOwnArchitectureIsAlwaysFiltered() {
    let profile = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: [.x86, .x86_64, .x86], rules: [])
    #expect(profile.filteredArchitectures(native: .x86_64) == [.x86_64, .x86])
  }
}
