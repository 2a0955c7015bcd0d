package import Syscalls

/// What the programs that the runs loaded can call, as their machine code shows.
package struct ProgramReach: Hashable, Sendable {
  /// A file that was read for it.
  package struct File: Hashable, Comparable, Sendable {
    /// Inside of the root; not escaped.
    package let path: String
    /// In bytes.
    package let size: Int
    /// SHA-256 of its bytes, in hexadecimal digits.
    package let digest: String

    /// A file as it was read.
    package init(path: String, size: Int, digest: String) {
      self.path = path
      self.size = size
      self.digest = digest
    }

    package static func < (left: Self, right: Self) -> Bool {
      (left.path, left.size, left.digest) < (right.path, right.size, right.digest)
    }
  }

  /// A call that a program can make.
  package struct Call: Hashable, Comparable, Sendable {
    /// The surest mechanism by which that is known.
    package let mechanism: ReachMechanism
    /// The shortest way to it; not escaped.
    package let witness: String

    /// A call as it was found.
    package init(_ witness: String, by mechanism: ReachMechanism = .run) {
      self.witness = witness
      self.mechanism = mechanism
    }

    /// The surer one first, and of two alike the shorter one.
    package static func < (left: Self, right: Self) -> Bool {
      (left.mechanism, left.witness.utf8.count, left.witness)
        < (right.mechanism, right.witness.utf8.count, right.witness)
    }
  }

  /// What was read.
  package private(set) var files: Set<File>
  /// By architecture and kernel name.
  package private(set) var calls: [Architecture: [String: Call]]

  /// What is known where nobody looked: nothing.
  package init(files: Set<File> = [], calls: [Architecture: [String: Call]] = [:]) {
    self.files = files
    self.calls = calls
  }

  /// Whether nobody looked.
  package var isEmpty: Bool { files.isEmpty && calls.isEmpty }

  /// Adds what other programs can call; what is known of a call more surely stays.
  package mutating func formUnion(_ other: Self) {
    files.formUnion(other.files)
    for (architecture, found) in other.calls {
      calls[architecture, default: [:]].merge(found) { min($0, $1) }
    }
  }

  /// Whether all that another reach knows is known here.
  package func contains(_ other: Self) -> Bool {
    other.files.isSubset(of: files)
      && other.calls.allSatisfy { architecture, found in
        found.keys.allSatisfy { calls[architecture]?[$0] != nil }
      }
  }
}
