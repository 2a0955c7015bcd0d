internal import Text

/// How a report for others names files: by their path in the repository.
package struct RepositoryPaths: Sendable {
  private let currentFolder: [Substring]
  private let root: [Substring]

  /// - Parameters:
  ///   - currentFolder: from which relative paths start; absolute.
  ///   - root: the folder of the repository; absolute, `nil` where there is none.
  package init(currentFolder: String, root: String?) {
    self.currentFolder = currentFolder.pathComponents
    self.root = (root ?? currentFolder).pathComponents
  }

  private func absolute(_ path: String) -> [Substring] {
    path.hasPrefix("/")
      ? path.pathComponents : (currentFolder + [path[...]]).joined(separator: "/").pathComponents
  }

  /// The path from the repository's folder; as it was given for a file outside of it.
  func relative(_ path: String) -> String {
    let absolute = absolute(path)
    guard absolute.starts(with: root), absolute.count > root.count else { return path }
    return absolute.dropFirst(root.count).joined(separator: "/")
  }

  /// The same as a URI (RFC 3986): relative, or of the scheme `file` for a file outside.
  func uri(_ path: String) -> String {
    let absolute = absolute(path)
    guard absolute.starts(with: root), absolute.count > root.count else {
      return "file:///" + Self.encoded(absolute)
    }
    let relative = Array(absolute.dropFirst(root.count))
    // A colon in the first segment would make it a scheme.
    let isAmbiguous = relative.first?.contains(":") ?? false
    return (isAmbiguous ? "./" : "") + Self.encoded(relative)
  }

  private static func encoded(_ components: [Substring]) -> String {
    components.map { component in
      component.utf8.map { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "@"), UInt8(ascii: "+"),
          UInt8(ascii: ":"):
          return String(UnicodeScalar(byte))
        default:
          let digits = String(byte, radix: 16, uppercase: true)
          return "%" + (digits.count < 2 ? "0" : "") + digits
        }
      }.joined()
    }.joined(separator: "/")
  }
}
