internal import Subprocess
internal import Text

/// git, asked about a folder. Nothing is given to a shell, and no name can be taken for an option.
struct Git: Sendable {
  /// Absolute.
  private let folder: String

  /// The work tree that a folder, an absolute one, lies in.
  init(in folder: String) { self.folder = folder }

  private func run(_ arguments: [String]) throws(WorkflowError) -> Tool.Answer {
    // No question that nobody would see.
    try Tool.ask(
      ["git", "-C", folder, "--no-pager"] + arguments,
      variables: ["GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"])
  }

  /// The commit that a revision names.
  func commit(of revision: String) throws(WorkflowError) -> String {
    guard !revision.isEmpty, !revision.hasPrefix("-") else {
      throw .usage("--against takes a revision of git, such as origin/main")
    }
    let answer = try run([
      "rev-parse", "--verify", "--end-of-options", revision + "^{commit}",
    ])
    guard answer.isSuccess else {
      throw .cannot(
        "\(revision.quotedForTerminal): error: is no revision of the repository: \(answer.firstComplaint). A clone "
          + "that is shallow lacks most of them: fetch it, or clone with fetch-depth: 0")
    }
    // With --end-of-options, git before 2.45 repeats that word.
    return answer.line.hasPrefix("-")
      ? String(
        decoding: answer.output.split(separator: UInt8(ascii: "\n")).last ?? [], as: UTF8.self)
      : answer.line
  }

  /// The bytes of a file of the folder at a commit; `nil` where the commit has no such file.
  func file(_ name: String, at commit: String) throws(WorkflowError) -> [UInt8]? {
    let answer = try run(["cat-file", "blob", "\(commit):./\(name)"])
    if answer.isSuccess { return answer.output }
    // Anything else than that it is not there is a failure.
    guard
      answer.errors.contains("does not exist") || answer.errors.contains("exists on disk")
        || answer.errors.contains("Not a valid object name")
    else {
      throw .cannot(
        "\(name.escapedForTerminal): error: cannot be read from git: \(answer.firstComplaint)")
    }
    return nil
  }

  /// The paths of files below the folder at a commit, from the folder.
  func files(at commit: String) throws(WorkflowError) -> [String] {
    let answer = try run(["ls-tree", "-r", "-z", "--name-only", commit, "--", "."])
    guard answer.isSuccess else {
      throw .cannot("git: error: cannot list the files of a revision: \(answer.firstComplaint)")
    }
    return answer.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// When a file of the folder was changed for the last time, in seconds of Unix time; `nil` where it has been
  /// changed since the last commit.
  ///
  /// - Throws: where git cannot tell, with the reason alone.
  func lastChange(of name: String) throws(WorkflowError) -> Int? {
    guard try run(["rev-parse", "--is-inside-work-tree"]).isSuccess else {
      throw .cannot("it lies in no repository of git")
    }
    let state = try run(["status", "--porcelain", "--ignored", "--", name])
    guard state.isSuccess else { throw .cannot(state.firstComplaint) }
    if !state.output.isEmpty { return nil }
    // Of a shallow clone the first commit seems to have changed everything.
    guard try run(["rev-parse", "--is-shallow-repository"]).line == "false" else {
      throw .cannot(
        "the clone is shallow, so that git does not know when it was changed; clone with fetch-depth: 0"
      )
    }
    let answer = try run(["log", "-1", "--format=%ct", "--", name])
    guard answer.isSuccess, let seconds = Int(answer.line) else {
      throw .cannot(answer.firstComplaint)
    }
    return seconds
  }
}

extension Tool.Answer {
  /// The first line of what git said against it, safe to print.
  fileprivate var firstComplaint: String {
    let line = errors.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return line.isEmpty ? "git ended with \(status)" : line.escapedForTerminal
  }
}
