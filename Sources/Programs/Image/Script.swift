/// A text that the kernel hands to an interpreter.
struct Script: Sendable {
  /// The path after `#!`.
  let interpreter: String
  /// What `env` is told to look for; `nil` for another interpreter.
  let searched: String?
  /// Whether a shell reads it, so that its words may be names of programs.
  let isShell: Bool
  /// Names and absolute paths in the text of a shell script, in order, each once.
  let words: [String]

  /// `BINPRM_BUF_SIZE` of the kernel: it looks at no more for the interpreter.
  static let headLength = 256
  static let beginning: [UInt8] = Array("#!".utf8)

  private static let shells: Set<String> = [
    "sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "busybox", "execlineb",
  ]

  /// `nil` for a text that does not begin with `#!` and a path.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Self.beginning) else { return nil }
    let head = bytes.prefix(Self.headLength).dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
    let fields = String(decoding: head, as: UTF8.self).split { $0 == " " || $0 == "\t" }
    guard let path = fields.first, path.hasPrefix("/") else { return nil }
    interpreter = String(path)
    let name = LibrarySearch.name(of: interpreter)
    let reader =
      name == "env"
      ? fields.dropFirst().first { !$0.hasPrefix("-") && !$0.contains("=") }.map(String.init)
      : nil
    searched = reader
    // `#!/command/with-contenv sh`: what stands between starts the shell.
    isShell = fields.contains { Self.shells.contains(LibrarySearch.name(of: String($0))) }
    words = isShell ? Self.words(in: bytes) : []
  }

  /// Words that may name a program. Lines that are comments name none.
  static func words(in bytes: [UInt8]) -> [String] {
    var words: [String] = []
    var seen: Set<String> = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard text.first != UInt8(ascii: "#") else { continue }
      for word in text.split(whereSeparator: { !isPartOfWord($0) })
      where (2...200).contains(word.count) {
        let word = String(decoding: word, as: UTF8.self)
        if seen.insert(word).inserted { words.append(word) }
      }
    }
    return words
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}
