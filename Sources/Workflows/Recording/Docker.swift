internal import Text

/// The Docker engine, asked by its command.
enum Docker {
  /// Throws where no engine answers.
  static func requireEngine() throws(WorkflowError) {
    let answer = try Tool.ask("docker", "info", "--format", "{{.ServerVersion}}")
    guard answer.isSuccess else {
      throw .cannot(
        "record: error: no Docker engine answers: \(answer.complaint); start dockerd, or set DOCKER_HOST"
      )
    }
  }

  /// Asks; throws with what failed and docker's own reason.
  static func ask(_ words: [String], to what: String) throws(WorkflowError) -> Tool.Answer {
    let answer = try Tool.ask(["docker"] + words)
    guard answer.isSuccess else { throw .cannot("record: error: \(what): \(answer.complaint)") }
    return answer
  }

  /// A field of a container's state or configuration, as docker inspect formats it.
  static func field(_ format: String, of container: String) throws(WorkflowError) -> String {
    try ask(
      ["inspect", "--type", "container", "--format", "{{\(format)}}", "--", container],
      to: "there is no container \(container.quotedForTerminal)"
    ).line
  }

  /// The last lines that a container printed, for a message.
  static func lastWords(of container: String) -> String {
    guard let answer = try? Tool.ask("docker", "logs", "--tail", "5", container) else { return "" }
    let text = (answer.text + answer.errors).split(whereSeparator: \.isNewline)
      .map { String($0).escapedForTerminal }.joined(separator: "\n")
    return text.isEmpty ? "; the container printed nothing" : "; the container printed:\n" + text
  }

  /// The one containerd of this machine; `nil` where there are none or several.
  static func containerd() throws(WorkflowError) -> Int? {
    let answer = try Tool.ask("pgrep", "-x", "containerd")
    let found = answer.text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    // What it starts bears its name until it runs its own program.
    let own = found.filter { process in
      RunningProcess.status("PPid", of: process).flatMap { Int($0) }.map { !found.contains($0) }
        ?? false
    }
    return own.count == 1 ? own[0] : nil
  }
}
