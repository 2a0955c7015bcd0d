/// What an image says of itself that decides which programs run in its containers.
package struct ImageConfiguration: Hashable, Sendable {
  /// Words of its HEALTHCHECK, ENTRYPOINT and CMD, each with those of what it hands to a shell.
  package let commands: [[String]]
  /// Where its programs begin; `nil` where it does not say.
  package let workingFolder: String?
  /// The folders of its PATH.
  package let searchPath: [String]

  /// What is known where nobody says anything.
  package init() {
    commands = []
    workingFolder = nil
    searchPath = []
  }

  /// - Parameters:
  ///   - commands: as the image has them, each an array of arguments; `CMD-SHELL` and `CMD` before those of a
  ///     health check are no programs.
  ///   - workingFolder: an absolute path.
  ///   - searchPath: the value of PATH.
  package init(commands: [[String]], workingFolder: String?, searchPath: String?) {
    self.commands = commands.map { command in
      let words =
        ["CMD", "CMD-SHELL", "NONE"].contains(command.first) ? command.dropFirst() : command[...]
      return words.flatMap { [$0] + Script.words(in: Array($0.utf8)) }
    }
    self.workingFolder = workingFolder.flatMap { $0.hasPrefix("/") ? $0 : nil }
    self.searchPath =
      searchPath?.split(separator: ":").filter { $0.hasPrefix("/") }.map(String.init) ?? []
  }
}
