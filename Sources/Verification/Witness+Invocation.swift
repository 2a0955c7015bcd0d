internal import Filters
internal import Findings
internal import Syscalls

extension Finding.Witness {
  init(_ invocation: Invocation, profile: Verdict, baseline: Verdict) {
    self.init(
      architecture: invocation.architecture, architectureToken: invocation.architectureToken,
      syscall: invocation.call?.syscall, number: invocation.number,
      arguments: invocation.arguments, call: invocation.spelling,
      verdict: profile.description, baseline: baseline.description)
  }
}
