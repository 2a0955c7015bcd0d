/// What `--cap-add` or `--cap-drop` names: one capability, or all of them.
package enum CapabilityRequest: Hashable, Sendable {
  case all
  case one(Capability)

  /// - Parameter name: a capability in any case, with or without `CAP_`, or `ALL`.
  package init(userName name: String) throws(ProfileError) {
    let upper = name.uppercased()
    if upper == "ALL" || upper == "CAP_ALL" {
      self = .all
    } else {
      self = .one(try Capability(userName: name))
    }
  }
}

extension Set<Capability> {
  /// The capabilities of a container that starts from these ones, as Docker counts them.
  ///
  /// Added ones win over dropped ones; all added yields to single ones dropped; all dropped leaves
  /// what is added (moby, `TweakCapabilities`).
  package func adjusted(
    adding additions: [CapabilityRequest], dropping drops: [CapabilityRequest]
  ) -> Set<Capability> {
    let added = Set(additions.compactMap(\.capability))
    let dropped = Set(drops.compactMap(\.capability))
    if additions.contains(.all) { return Set(Capability.allCases).subtracting(dropped) }
    if drops.contains(.all) { return added }
    return subtracting(dropped).union(added)
  }
}

extension CapabilityRequest {
  fileprivate var capability: Capability? {
    if case .one(let capability) = self { capability } else { nil }
  }
}
