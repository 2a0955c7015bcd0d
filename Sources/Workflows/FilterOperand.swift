internal import Files
package import Filters
package import Profiles
internal import Text
package import Verification

/// One side of `diff`: a profile, a baseline's name or a file of raw BPF instructions, as a filter.
package struct FilterOperand {
  /// What the words of the command line name.
  package let filter: Filter
  /// What the runtime puts before it; `nil` for raw BPF.
  package let stub: RuntimeStub?

  /// Reads and compiles what `name` names.
  package init(
    _ name: String, for environment: Environment, note: Note
  ) throws(WorkflowError) {
    let baseline = BaselineReference(name)
    if baseline.isEmbedded {
      try self.init(
        compiling: try baseline.profile(for: environment.architecture, note: note)
          .resolved(for: environment), name, environment, note)
      return
    }
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: name)
    }
    // No text has a NUL, and no program is without one.
    if !bytes.contains(0) {
      try self.init(
        compiling: try ProfileFile.decode(
          bytes, name, for: environment.architecture, note: note
        ).resolved(for: environment), name, environment, note)
      return
    }
    do {
      self.init(filter: try Filter(decoding: bytes.span), stub: nil)
    } catch {
      throw .cannot(
        "\(name.escapedForTerminal): error: is neither a profile (JSON) nor a BPF program: \(error)"
      )
    }
  }

  private init(
    compiling profile: FlatProfile, _ name: String, _ environment: Environment, _ note: Note
  ) throws(WorkflowError) {
    do {
      let enforced = try EnforcedProfile(compiling: profile, for: environment)
      CompilationRemarks.note(on: enforced, name, in: environment, note)
      self.init(filter: enforced.filter, stub: enforced.stubs.first)
    } catch {
      throw .cannot("\(name.escapedForTerminal): error: \(error)")
    }
  }

  private init(filter: Filter, stub: RuntimeStub?) {
    self.filter = filter
    self.stub = stub
  }

  /// What changes from `old` to `new`, behind runc's stub where the runtime is runc.
  package static func difference(
    from old: Self, to new: Self, in environment: Environment
  ) throws(WorkflowError) -> Difference {
    let isRunc = environment.runtime == .runc
    do {
      return try Difference(
        from: old.filter, to: new.filter,
        behind: isRunc ? (old.stub, new.stub) : (nil, nil))
    } catch {
      throw .cannot("error: undecided: \(error)")
    }
  }
}
