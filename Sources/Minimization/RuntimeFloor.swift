package import Profiles
internal import Syscalls

/// Which of the `RuntimeCalls` the runtimes of an environment make under the filter before the program
/// starts.
package struct RuntimeFloor {
  /// Calls, each with who makes it, sorted by name.
  package let calls: [(name: String, makers: [String])]
  /// The calls without which a container does not start, each with the runtimes that need it,
  /// sorted by name.
  package let needed: [(name: String, makers: [String])]
  /// The same for each way in which a container may be started.
  package let neededByStart: [Set<String>]

  /// What the runtimes of an environment need.
  package init(for environment: Environment) {
    var makers: [String: [String]] = [:]
    func add(_ names: [String], by maker: String) {
      for name in names where makers[name]?.last != maker {
        makers[name, default: []].append(maker)
      }
    }
    let early = environment.noNewPrivileges != .on
    let late = environment.noNewPrivileges != .off
    if environment.runtime != .crun {
      if early { add(RuntimeCalls.runc, by: "runc") }
      if late { add(RuntimeCalls.runcWithNoNewPrivileges, by: "runc") }
    }
    if environment.runtime != .runc {
      if early { add(RuntimeCalls.crun, by: "crun") }
      if late { add(RuntimeCalls.crunWithNoNewPrivileges, by: "crun") }
    }
    if environment.withInit { add(RuntimeCalls.tini, by: "docker-init") }
    calls = makers.sorted { $0.key < $1.key }.map { ($0.key, Set($0.value).sorted()) }

    let starts = RuntimeCalls.starts.filter { environment.includes($0) }
    neededByStart = starts.map { Set($0.calls) }
    var needed: [String: [String]] = [:]
    for start in starts {
      for name in start.calls where needed[name]?.last != start.maker {
        needed[name, default: []].append(start.maker)
      }
    }
    self.needed = needed.sorted { $0.key < $1.key }.map { ($0.key, Set($0.value).sorted()) }
  }
}

extension Environment {
  fileprivate func includes(_ start: RuntimeCalls.Start) -> Bool {
    (runtime == .any || runtime == (start.runtime == .runc ? .runc : .crun))
      && noNewPrivileges != (start.withNoNewPrivileges ? .off : .on)
  }
}
