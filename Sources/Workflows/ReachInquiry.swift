internal import Files
package import Logs
package import Observations
package import Programs
internal import Reports
package import Syscalls
internal import SystemPackage
internal import Text

/// `reach`: which system calls programs can make.
package enum ReachInquiry {
  /// What the programs can call; what could not be told is noted, unless it is about a program itself.
  /// - Parameters:
  ///   - files: paths of programs, scripts or libraries, inside of the root where one is given.
  ///   - root: the folder, or the file of `docker export`, that is the programs' root; `nil` for this machine's.
  ///   - kit: which programs are looked at beside them.
  ///   - note: takes what could not be told.
  package static func reach(
    of files: [String], root: String?, with kit: ExecKit, note: Note
  ) throws(WorkflowError) -> Reach {
    let tree = try ContainerRoot.tree(at: root ?? "/")
    let current = root == nil ? try currentFolder() : FilePath("/")
    let paths = files.map { current.pushing(FilePath($0)).string }
    let reach = Reach(of: paths, in: tree, with: kit, keptIn: ReachCache())
    let errors = reach.notes.filter(\.concernsProgram)
    guard errors.isEmpty else {
      throw .cannot(errors.map(\.message).joined(separator: "\n"))
    }
    for line in reach.notes { note(line.message) }
    return reach
  }

  /// What the programs that logs show can call, in a container's root; what could not be told is noted.
  /// - Parameters:
  ///   - machines: of which the programs should be: those of the logs, or those that a profile is for.
  ///   - root: a folder, or a file that `docker export` wrote.
  ///   - configuration: what the image says of itself.
  ///   - isLasting: whether the root may be looked at again, so that the answer is worth keeping.
  package static func reach(
    of programs: ProgramPaths, for machines: [Architecture], root: String,
    configured configuration: ImageConfiguration, with kit: ExecKit, isLasting: Bool = true,
    note: Note
  ) throws(WorkflowError) -> ProgramReach {
    let tree = try ContainerRoot.tree(at: root)
    let shown = root.escapedForTerminal
    guard !programs.executed.isEmpty || !programs.opened.isEmpty else {
      throw .cannot(
        "\(shown): error: the logs show no program that was executed and no file that was opened, so that "
          + "nobody knows what to look at; record from the start of the container, with strace, and name the logs: "
          + "observation files do not tell")
    }
    if programs.isCut {
      note(
        "\(shown): warning: the logs name more files than are kept; system calls may be missing here"
      )
    }
    let cache = ReachCache()
    let question = ReachQuestion(programs, root: root, configuration, kit)
    let answer: ReachAnswer
    if !isLasting {
      answer = try Self.answer(question, in: tree, keptIn: cache)
    } else if let kept = cache.answer(to: question, of: tree) {
      answer = kept
    } else {
      let asked = AskedTree(tree)
      answer = try Self.answer(question, in: asked, keptIn: cache)
      cache.keep(answer, to: question, asking: asked)
    }
    for line in answer.notes { note(line) }
    let architectures = Set(answer.reach.calls.keys)
    if let warning = Self.foreign(architectures, root: shown, than: machines) {
      note(warning)
    }
    return answer.reach
  }

  private static func answer(
    _ question: ReachQuestion, in tree: any FileTree, keptIn cache: ReachCache
  ) throws(WorkflowError) -> ReachAnswer {
    let reach = Reach(
      of: question.executed, opening: question.opened, sizes: question.sizes, in: tree,
      configured: question.configuration, with: question.kit, hashing: true, keptIn: cache)
    let missing = reach.notes.filter(\.concernsProgram)
    guard missing.count < max(question.executed.count, 1), !reach.files.isEmpty else {
      throw .cannot(
        missing.map(\.message).joined(separator: "\n")
          + "\n\(question.root.escapedForTerminal): error: no program that was executed is in this root "
          + "(\(question.executed.count.counting("program")) looked for); name the root of the container that "
          + "was recorded")
    }
    var calls: [Architecture: [String: ProgramReach.Call]] = [:]
    for (architecture, found) in reach.calls {
      calls[architecture] = Dictionary(
        uniqueKeysWithValues: found.map { syscall, call in
          (syscall.name, ProgramReach.Call(call.witness.description, by: call.mechanism))
        })
    }
    let files = reach.files.map {
      ProgramReach.File(path: $0.path, size: $0.size, digest: $0.digest ?? "")
    }
    let gaps = reach.notes.map { note in
      switch note.problem {
      case .unresolved(let count):
        ProgramReach.Gap(path: note.path, kind: .unresolvedSite, count: count)
      case .otherEntries(let count):
        ProgramReach.Gap(path: note.path, kind: .otherEntry, count: count)
      default: ProgramReach.Gap(path: note.path, kind: .unreadProgram, count: 1)
      }
    }
    return ReachAnswer(
      reach: ProgramReach(files: Set(files), calls: calls, gaps: Set(gaps)),
      notes: RootNotes(reach, root: question.root).lines)
  }

  /// What to know where the root's programs are those of another machine than the logs'.
  private static func foreign(
    _ architectures: Set<Architecture>, root: String, than machines: [Architecture]
  ) -> String? {
    let hosts = Set(architectures.map(\.host))
    guard !hosts.isEmpty, !machines.isEmpty, hosts.isDisjoint(with: machines) else { return nil }
    let names = hosts.sorted().map(\.rawValue).joined(separator: ", ")
    return
      "\(root): warning: is the root of a machine of \(names), and not of "
      + "\(machines.map(\.rawValue).joined(separator: ", ")): what its programs can call serves a profile for "
      + "\(names) alone (generate --arch \(hosts.sorted()[0])). Is it the right root?"
  }

  private static func currentFolder() throws(WorkflowError) -> FilePath {
    try WorkflowError.wrapping { () throws(FileError) in FilePath(try CurrentFolder.path()) }
  }
}
