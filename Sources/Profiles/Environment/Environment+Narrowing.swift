/// Environments that hold less than another one.
extension Environment {
  /// The same with one runtime, with no-new-privileges, and with both, as far as this one leaves that open.
  package var narrower: [Environment] {
    let runtimes: [Runtime] = runtime == .any ? [.any, .runc, .crun] : [runtime]
    let privileges: [NoNewPrivileges] = noNewPrivileges == .both ? [.both, .on] : [noNewPrivileges]
    return privileges.flatMap { privileges in
      runtimes.map { runtime in
        Environment(
          architecture: architecture, kernel: kernel, capabilities: capabilities,
          noNewPrivileges: privileges, runtime: runtime, withInit: withInit)
      }
    }.filter { $0.runtime != runtime || $0.noNewPrivileges != noNewPrivileges }
  }
}
