/// How a program comes to make a system call.
package struct ReachWitness: Hashable, Sendable {
  /// A file that wants a function of another file.
  package struct Step: Hashable, Sendable {
    /// Its path.
    package let file: String
    /// As the symbol is named.
    package let function: String
    /// Whether the name stands among the file's texts, and the file looks functions up while it runs.
    package let isLookedUp: Bool
  }

  /// From the first file that wants something to the one that wants it from ``maker``.
  package let steps: [Step]
  /// The file whose code makes the call.
  package let maker: String
  /// Of the instruction, where the call is made by a file's own code and not for another.
  package let address: UInt64?
}

extension ReachWitness: CustomStringConvertible {
  /// Such as `/usr/sbin/nginx imports pwritev; /usr/lib/x86_64-linux-gnu/libc.so.6 makes it`.
  package var description: String {
    if let address { return "\(maker) makes it itself, at 0x\(String(address, radix: 16))" }
    guard !steps.isEmpty else { return "\(maker) makes it in any program" }
    return steps.map {
      "\($0.file) \($0.isLookedUp ? "looks up" : "imports") \($0.function); "
    }.joined() + "\(maker) makes it"
  }
}
