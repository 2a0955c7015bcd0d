/// Keeps what was read from files, as ``ProgramFacts/packed`` has it, by the digests of their bytes.
package protocol FactStore: Sendable {
  /// What is kept of a file; `nil` for nothing.
  func packed(of digest: String) -> [UInt8]?
  /// Keeps it, if that can be done.
  func keep(_ packed: [UInt8], of digest: String)
}
