internal import Text

/// Why a file cannot be read or written.
package struct FileError: Error, Hashable, Sendable {
  /// What kind of failure it is.
  package enum Kind: Hashable, Sendable {
    /// The name is none.
    case name
    case inputOutput
  }

  /// What kind of failure it is.
  package let kind: Kind
  /// Finished lines, the last one without its line end.
  package let message: String

  /// A failure with a finished message.
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
