internal import Text

/// Why a file cannot be read or written.
package struct FileError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The name is none.
    case name
    case inputOutput
  }

  package let kind: Kind
  /// Finished lines, the last one without its line end.
  package let message: String

  package init(_ message: String, kind: Kind = .inputOutput) {
    self.message = message
    self.kind = kind
  }

  /// Something stands where a result should go, and is not what may be replaced.
  ///
  /// `reason`: lines that go before.
  package static func occupied(_ path: String, by what: String, because reason: String? = nil)
    -> Self
  {
    Self(
      (reason.map { $0 + "\n" } ?? "")
        + "\(path.escapedForTerminal): error: \(what), and is left as it is; name another file "
        + "with -o, or move this one away")
  }
}
