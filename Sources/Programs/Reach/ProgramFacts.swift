package import Syscalls

/// What one ELF file says of the system calls that it can make, alone and with other files.
package struct ProgramFacts: Sendable {
  /// `x86_64`, `x86` or `aarch64`.
  package let architecture: Architecture
  /// Whether it can be executed, rather than loaded only.
  package let isProgram: Bool
  /// The dynamic loader that it names; `nil` for a static program and for most libraries.
  package let interpreter: String?
  /// What other files call it, where they want it loaded.
  package let soname: String?
  /// The sonames of what is loaded with it.
  package let needed: [String]
  /// Where its loader looks for those first.
  let searchPath: LibrarySearchPath
  /// System calls that its own instructions make.
  package let sites: [SystemCallSite]
  /// Its own system calls of which no number was found.
  package let unresolved: Int
  /// Places in its own code that enter the kernel by another ABI than its own.
  package let otherEntries: Int
  /// Where its own code enters the kernel, whether or not a number was found.
  package let systemCalls: [UInt64]
  /// Functions that it wants from other files.
  package let wanted: [String]
  /// Texts that it may look functions up by, while it runs.
  let namesForLookup: PackedTexts
  /// Absolute paths among its texts.
  let paths: PackedTexts
  /// For a C library, how its functions lead to system calls.
  package let graph: CallGraph?

  /// Whether no system call can be told of it: it makes none itself, and wants nothing.
  package var isOpaque: Bool { sites.isEmpty && wanted.isEmpty && unresolved == 0 }
}
