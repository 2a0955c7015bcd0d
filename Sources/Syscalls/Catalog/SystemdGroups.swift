/// The groups of system calls that units of systemd can name, such as `@system-service`.
package enum SystemdGroups {
  /// The calls of a group and of the groups within it; `nil` for no group.
  package static func calls(of group: String) -> Set<String>? {
    if group == "@known" { return Set(Syscall.all.map(\.name)) }
    guard let members = groups[group] else { return nil }
    var calls: Set<String> = []
    for member in members {
      if member.hasPrefix("@") {
        calls.formUnion(self.calls(of: member) ?? [])
      } else {
        calls.insert(member)
      }
    }
    return calls
  }

  /// By name, what stands in it.
  private static let groups: [String: [String]] = {
    var groups: [String: [String]] = [:]
    var name = ""
    for line in systemdGroupRows.description.split(separator: "\n") {
      var words = line.split(separator: " ").map(String.init)
      if line.first == "@" { name = words.removeFirst() }
      groups[name, default: []] += words
    }
    return groups
  }()
}
