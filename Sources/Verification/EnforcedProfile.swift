package import Filters
internal import Findings
internal import JSON
internal import Minimization
internal import Observations
package import Profiles
package import Seccomp
internal import Syscalls

/// A profile together with what enforces it: its filter, and what runtimes put in front.
package struct EnforcedProfile: Sendable {
  /// As resolved.
  package let profile: FlatProfile
  /// What libseccomp made of it.
  package let filter: Filter
  /// Names that libseccomp dropped.
  package let unknownNames: [String]
  /// The decisions of the runtimes that are in question, in the order of ``RuntimeStub/Runtime``.
  package let stubs: [RuntimeStub]
  /// The filter that libseccomp makes in its other way, of rules that it may get wrong in one of the two;
  /// `nil` of others. Runtimes take either: the tree (runc from 1.2 on), and the list (crun, older runc).
  package let otherFilter: Filter?
  let rulesByName: [String: [Rule]]
  /// What was worked out of it as a baseline.
  let memory = BaselineMemory()

  /// Compiles a profile, and puts the runtime's stubs before it.
  package init(
    _ profile: FlatProfile, filter: Filter, unknownNames: [String] = [], stubs: [RuntimeStub],
    otherFilter: Filter? = nil
  ) {
    self.profile = profile
    self.filter = filter
    self.unknownNames = unknownNames
    self.stubs = stubs
    self.otherFilter = otherFilter
    self.rulesByName = profile.effectiveRulesByName
  }

  /// Compiles the profile for the environment's architecture, whichever machine this one is.
  package init(
    compiling profile: FlatProfile, for environment: Environment
  ) throws(CompilationError) {
    var compiler = Compiler(native: environment.architecture)
    let compilation = try compiler.compile(profile)
    var otherFilter: Filter?
    if !profile.unsafeShapes.isEmpty {
      compiler.optimization = compiler.usesTree(for: profile) ? .priority : .binaryTree
      otherFilter = try compiler.compile(profile).filter
    }
    self.init(
      profile, filter: compilation.filter, unknownNames: compilation.unknownNames,
      stubs: environment.stubRuntimes.map {
        RuntimeStub($0, for: profile, native: environment.architecture)
      }, otherFilter: otherFilter)
  }
}

extension Environment {
  /// The models of the runtimes that may load the filter here.
  package var stubRuntimes: [RuntimeStub.Runtime] {
    switch runtime {
    case .runc: [.runc, .olderRunc]
    case .crun: [.crun]
    case .any: [.runc, .olderRunc, .crun]
    }
  }
}

extension EnforcedProfile {
  /// The rule of the profile's file that speaks of `name`; `nil` for a profile that was not read from one.
  func location(of name: String) -> SourceLocation? {
    profile.rules.first { $0.names.contains(name) }?.location
  }

  /// The first place where the profile's file names one of `names`; that of the default action where it names
  /// none, and `nil` where it does not name all.
  func location(ofFirst names: [String]) -> SourceLocation? {
    let rules = names.compactMap { name in profile.rules.first { $0.names.contains(name) } }
    if rules.isEmpty { return profile.places.defaultAction }
    guard rules.count == names.count else { return nil }
    return zip(rules, names).compactMap { $0.location(of: $1) }.min()
  }

  /// The rules about calls of `name` that the filter has: libseccomp drops those on calls that it does not
  /// know on the architecture.
  func rules(of name: String, on architecture: Architecture) -> [Rule] {
    guard let rules = rulesByName[name], !Libseccomp.routes(to: name, on: architecture).isEmpty
    else { return [] }
    return rules
  }

  /// The or-bound condition lists under which the rules let calls of `name` run.
  func runningAlternatives(of name: String) -> Set<Set<Condition>> {
    let rules = rulesByName[name] ?? []
    let running = rules.filter { $0.action.runs }.flatMap(\.alternatives)
    return Set(running.map { Set($0.map(\.canonical)) })
  }

  /// The same in the form in which a profile for `architectures` takes them over.
  func bindingAlternatives(
    of name: String, on architectures: [Architecture]
  ) -> Set<Set<Condition>> {
    let rules = rulesByName[name] ?? []
    let running = rules.filter { $0.action.runs }.flatMap(\.alternatives)
    let refusing = rules.filter { !$0.action.runs }.flatMap(\.alternatives)
    guard let call = Syscall(name), !running.contains(where: \.isEmpty),
      case .rewritten(let rewritten) = BindingConditions(
        of: running, refusing: refusing, on: call, architectures, seen: [:])
    else { return runningAlternatives(of: name) }
    return Set(rewritten.map { Set($0.map(\.canonical)) })
  }

  /// Whether the profile leaves a call open as its baseline does, in the baseline's words or in those that
  /// `generate` has for them.
  func leavesOpen(_ name: String, as baseline: EnforcedProfile, native: Architecture) -> Bool {
    let own = runningAlternatives(of: name)
    return baseline.runningAlternatives(of: name).isSubset(of: own)
      || baseline.bindingAlternatives(
        of: name, on: profile.filteredArchitectures(native: native)
      ).isSubset(of: own)
  }
}
