/// Keeps what was read from files, as ``ProgramFacts/packed`` has it, by the digests of their bytes; and those digests
/// by the states of files, so that a file that is as it was need not be read.
package protocol FactStore: Sendable {
  /// What is kept of a file; `nil` for nothing.
  func packed(of digest: String) -> [UInt8]?
  /// Keeps it, if that can be done.
  func keep(_ packed: [UInt8], of digest: String)
  /// The digest of a file that was in this state; `nil` where none was.
  func digest(of state: FileState) -> String?
  /// Keeps it, if that can be done.
  func keep(digest: String, of state: FileState)
}
