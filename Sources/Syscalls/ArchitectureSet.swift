/// Some of the architectures.
package struct ArchitectureSet: OptionSet, Hashable, Sendable {
  /// A bit for each architecture, by its index.
  package let rawValue: UInt32

  /// The set of these bits.
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// One architecture.
  package init(_ architecture: Architecture) { self.init(rawValue: 1 << architecture.index) }

  /// These architectures.
  package init(of architectures: [Architecture]) { self.init(architectures.map { Self($0) }) }

  /// The ABIs of machines; those that others offer beside their own are not among them.
  package static let hosts = Self(of: Architecture.allCases.filter { $0.host == $0 })

  /// Whether it is a member.
  package func contains(_ architecture: Architecture) -> Bool { contains(Self(architecture)) }

  /// In the order in which ``Architecture`` has them: the most common come first.
  package var members: [Architecture] { Architecture.allCases.filter { contains($0) } }

  /// The only member; `nil` where there are none or several.
  package var only: Architecture? { rawValue.nonzeroBitCount == 1 ? members.first : nil }
}
