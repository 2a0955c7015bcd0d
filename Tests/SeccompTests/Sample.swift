import Filters
import Profiles
import Seccomp
import Syscalls

extension FlatProfile {
  /// A profile that answers EPERM to what its rules do not name.
  init(_ architectures: [Architecture] = [.x86_64], _ rules: Rule...) {
    self.init(defaultAction: .errno(.EPERM), architectures: architectures, rules: rules)
  }

  /// Compiled for an x86_64 machine, whichever one the tests run on.
  func compiled() throws -> Filter { try Compiler(native: .x86_64).compile(self).filter }
}

extension Rule {
  static func allow(_ name: String, _ conditions: Condition...) -> Rule {
    Rule(names: [name], action: .allow, conditions: conditions)
  }

  static func refuse(_ name: String, _ conditions: Condition...) -> Rule {
    Rule(names: [name], action: .errno(.ENOSYS), conditions: conditions)
  }
}

extension Filter {
  /// The verdict about a call of this name; `nil` where the architecture has no number for it.
  func verdict(
    _ name: String, on architecture: Architecture = .x86_64, _ arguments: UInt64...
  ) -> Verdict? {
    Libseccomp.rawNumber(of: name, on: architecture).map { number in
      let call = Invocation(
        architectureToken: architecture.auditToken, number: number, arguments: arguments)
      return simulate(call).verdict
    }
  }
}
