import Filters
import Profiles
import Seccomp
import Syscalls
import Testing
import Verification

@Suite struct RuleMeaningTests {
  /// The first calls, as text, that the filter answers otherwise than the rules.
  static func differences(
    _ profile: FlatProfile, native: Architecture = .x86_64
  ) throws -> [[UInt64]] {
    let filter = try Compiler(native: native).compile(profile).filter
    var diagrams = Diagrams()
    let meaning = try RuleMeaning(of: profile, native: native, in: &diagrams)
    let compiled = try diagrams.diagram(of: filter)
    let region = try meaning.callsAnsweredOtherwise(by: compiled, in: &diagrams)
    return diagrams.simplestCall(in: region).map { call in
      [[UInt64(call.architectureToken), UInt64(call.number)] + call.arguments]
    } ?? []
  }

  @Test(arguments: [
    Architecture.x86_64, .aarch64, .riscv64, .ppc64le, .s390x, .mips64, .mipsel64,
  ])
  func everyBaselineIsCompiledToWhatItsRulesSay(_ architecture: Architecture) throws {
    let environment = Environment(architecture: architecture, kernel: KernelVersion(6, 18))
    for baseline in architecture == .x86_64 ? Baseline.all : [.newest] {
      let profile = baseline.profile.resolved(for: environment)
      let differences = try Self.differences(profile, native: architecture)
      #expect(differences == [], "\(baseline.name)")
    }
  }
}
