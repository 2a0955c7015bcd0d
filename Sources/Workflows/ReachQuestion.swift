internal import Files
internal import Logs
internal import Observations
internal import Programs

/// Of what ``ReachInquiry`` tells the reach, but for the files themselves.
struct ReachQuestion {
  let executed: [String]
  let opened: [String]
  let sizes: [String: Set<Int>]
  let root: String
  let configuration: ImageConfiguration
  let kit: ExecKit

  init(
    _ programs: ProgramPaths, root: String, _ configuration: ImageConfiguration, _ kit: ExecKit
  ) {
    executed = programs.executed
    opened = programs.opened
    sizes = programs.sizes
    self.root = root
    self.configuration = configuration
    self.kit = kit
  }

  /// The same for the same question, and for no other one; of another build of this program, which may answer
  /// otherwise, it is another one. `nil` where it is not known which build this is.
  var name: String? {
    guard let program = StateOfFile.ofThisProgram else { return nil }
    var digest = ContentDigest("question")
    for text in [program.file, program.version, root, kit.rawValue] { digest.add(text) }
    for list in [executed, opened, [configuration.workingFolder ?? ""], configuration.searchPath]
      + configuration.commands
    {
      digest.add(list.count)
      for text in list { digest.add(text) }
    }
    for (path, sizes) in sizes.sorted(by: { $0.key < $1.key }) {
      digest.add(path)
      digest.add(sizes.count)
      for size in sizes.sorted() { digest.add(size) }
    }
    return "answer-" + digest.finish()
  }
}

/// What is told of a reach.
struct ReachAnswer {
  let reach: ProgramReach
  /// Lines for the user.
  let notes: [String]
}
