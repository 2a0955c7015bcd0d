/// Something that reach could not tell.
package struct ReachNote: Hashable, Sendable {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// The path leads nowhere.
    case missing
    /// The path's links go round.
    case loop
    /// A pipe, a device, a socket or a folder stands there.
    case notAFile
    /// A library that the file needs is nowhere that its loader looks.
    case missingLibrary(String)
    /// It cannot be read.
    case unreadable(String)
    /// It is not understood as a program.
    case notUnderstood(ProgramError)
    /// It is neither an ELF file, nor a text that says what interprets it.
    case notAProgram
    /// System calls in its code of which no number was found.
    case unresolved(Int)
    /// Places in its code that enter the kernel by another ABI than its own.
    case otherEntries(Int)
    /// A program that neither makes a system call nor wants a function.
    case opaque
    /// More files than are looked at; this one is the first that was not.
    case tooManyFiles(limit: Int)
    /// It is not as large as it was when the log was recorded.
    case otherSize
    /// More names in the folder, or in the tree, than are looked at.
    case tooManyNames
  }

  /// Not escaped.
  package let path: String
  /// Why the file was to be looked at.
  package let origin: Origin
  /// What is wrong with it.
  package let problem: Problem
}

extension ReachNote {
  /// Whether it is about a file that the user named, or a log shows as executed: without it there is no answer.
  package var concernsProgram: Bool {
    guard origin == .executed else { return false }
    switch problem {
    case .missing, .loop, .notAFile, .unreadable, .notUnderstood, .notAProgram: return true
    case .missingLibrary, .unresolved, .otherEntries, .opaque, .tooManyFiles, .tooManyNames,
      .otherSize:
      return false
    }
  }
}
