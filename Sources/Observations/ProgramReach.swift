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

  /// What was read.
  package private(set) var files: Set<File>
  /// By architecture and kernel name: the shortest reason why a program can make the call; not escaped.
  package private(set) var witnesses: [Architecture: [String: String]]

  /// What is known where nobody looked: nothing.
  package init(files: Set<File> = [], witnesses: [Architecture: [String: String]] = [:]) {
    self.files = files
    self.witnesses = witnesses
  }

  /// Whether nobody looked.
  package var isEmpty: Bool { files.isEmpty && witnesses.isEmpty }

  /// Adds what other programs can call; of two witnesses the shorter one is kept.
  package mutating func formUnion(_ other: Self) {
    files.formUnion(other.files)
    for (architecture, calls) in other.witnesses {
      witnesses[architecture, default: [:]].merge(calls) { Self.shorter($0, $1) }
    }
  }

  /// Whether all that another reach knows is known here.
  package func contains(_ other: Self) -> Bool {
    other.files.isSubset(of: files)
      && other.witnesses.allSatisfy { architecture, calls in
        calls.keys.allSatisfy { witnesses[architecture]?[$0] != nil }
      }
  }

  private static func shorter(_ first: String, _ second: String) -> String {
    (first.utf8.count, first) < (second.utf8.count, second) ? first : second
  }
}
