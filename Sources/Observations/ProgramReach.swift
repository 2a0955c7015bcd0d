internal import Findings
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

  /// What could not be told of a file.
  package struct Gap: Hashable, Comparable, Sendable {
    /// Those that there are: system calls in its code whose numbers were not found; system calls of another ABI
    /// than its own, which a profile for that ABI alone lets run; and that it was not there or not understood, or was
    /// of another version when the log was recorded.
    static let kinds: [Ledger.Kind] = [.unresolvedSite, .otherEntry, .unreadProgram]

    /// Inside of the root; not escaped.
    package let path: String
    /// As what the ledger counts it.
    package let kind: Ledger.Kind
    /// How often.
    package let count: Int

    /// A gap as it was found.
    package init(path: String, kind: Ledger.Kind, count: Int) {
      self.path = path
      self.kind = kind
      self.count = count
    }

    package static func < (left: Self, right: Self) -> Bool {
      (left.path, left.kind, left.count) < (right.path, right.kind, right.count)
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
  /// What could not be told.
  package private(set) var gaps: Set<Gap>

  /// What is known where nobody looked: nothing.
  package init(
    files: Set<File> = [], calls: [Architecture: [String: Call]] = [:], gaps: Set<Gap> = []
  ) {
    self.files = files
    self.calls = calls
    self.gaps = gaps
  }

  /// Whether nobody looked.
  package var isEmpty: Bool { files.isEmpty && calls.isEmpty && gaps.isEmpty }

  /// The gaps, counted.
  var ledger: Ledger {
    var ledger = Ledger()
    for gap in gaps.sorted() {
      ledger.add(gap.kind, count: gap.count, at: SourceLocation(file: gap.path, line: 1))
    }
    return ledger
  }

  /// Adds what other programs can call; what is known of a call more surely stays.
  package mutating func formUnion(_ other: Self) {
    files.formUnion(other.files)
    gaps.formUnion(other.gaps)
    for (architecture, found) in other.calls {
      calls[architecture, default: [:]].merge(found) { min($0, $1) }
    }
  }

  /// Whether all that another reach knows is known here.
  package func contains(_ other: Self) -> Bool {
    other.files.isSubset(of: files) && other.gaps.isSubset(of: gaps)
      && other.calls.allSatisfy { architecture, found in
        found.keys.allSatisfy { calls[architecture]?[$0] != nil }
      }
  }
}
