package import Profiles
internal import Syscalls

/// How one profile differs from another, in lines.
package struct ProfileChangeReport {
  private let change: ProfileChange

  /// Of what changes in a profile.
  package init(_ change: ProfileChange) {
    self.change = change
  }

  /// A line for each kind of change.
  package var lines: [String] {
    var lines: [String] = []
    func add(_ heading: String, _ names: [String]) {
      if !names.isEmpty { lines.append("  \(heading): \(names.joined(separator: ", "))") }
    }
    add("opens", change.opened)
    add("closes", change.closed)
    add("alters the conditions or the answer of", change.altered)
    add("adds the architectures", change.architecturesAdded.map(\.rawValue))
    add("drops the architectures", change.architecturesRemoved.map(\.rawValue))
    if change.changesDefault { lines.append("  answers all other calls in another way") }
    return lines
  }
}
