/// What a weakness is, and where the calls that it needs were read.
package struct WeaknessFacts: Hashable, Sendable {
  /// What it gives an attacker.
  package enum Effect: String, CaseIterable, Hashable, Sendable {
    case privilege, escape, sandbox, denial, leak, bypass, corruption

    /// `privilege escalation`.
    package var words: String {
      switch self {
      case .privilege: "privilege escalation"
      case .escape: "container escape"
      case .sandbox: "sandbox escape"
      case .denial: "denial of service"
      case .leak: "information leak"
      case .bypass: "restriction bypass"
      case .corruption: "memory corruption"
      }
    }
  }

  /// How sure the needed calls are.
  package enum Confidence: String, CaseIterable, Hashable, Sendable {
    case high, medium, low
  }

  /// Such as `CVE-2022-0847`.
  package let id: String
  /// One at least.
  package let effects: [Effect]
  /// The part of the kernel or engine that holds it: `net/sched`.
  package let place: String
  /// A few words.
  package let title: String
  /// How sure the needed calls are.
  package let confidence: Confidence
  /// `google/security-research:pocs/linux/kernelctf/CVE-2023-1829`; one at least.
  package let sources: [String]

  /// When the sources were read.
  package static let date = "July 2026"

  /// By identifier.
  package static let all: [String: Self] = {
    var facts: [String: Self] = [:]
    for row in weaknessFactRows.description.split(separator: "\n") {
      let own = Self(row: row)
      facts[own.id] = own
    }
    return facts
  }()

  private init(row: Substring) {
    let fields = row.split(separator: " | ").map(String.init)
    guard fields.count == 6, let confidence = Confidence(rawValue: fields[4]) else {
      preconditionFailure("a row of the table is cut")
    }
    id = fields[0]
    effects = fields[1].split(separator: " ").map { word in
      guard let effect = Effect(rawValue: String(word)) else {
        preconditionFailure("a row of the table has no such effect")
      }
      return effect
    }
    place = fields[2]
    title = fields[3]
    self.confidence = confidence
    sources = fields[5].split(separator: " ").map(String.init)
  }
}
