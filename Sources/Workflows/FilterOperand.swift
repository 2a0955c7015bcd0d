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
        compiling: try baseline.profile(note: note).resolved(for: environment), name, environment)
      return
    }
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: name)
    }
    if bytes.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) == UInt8(ascii: "{") {
      try self.init(
        compiling: try ProfileFile.decode(bytes, name, note: note).resolved(for: environment),
        name, environment)
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
    compiling profile: FlatProfile, _ name: String, _ environment: Environment
  ) throws(WorkflowError) {
    do {
      let enforced = try EnforcedProfile(compiling: profile, for: environment)
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
    var stubs: (RuntimeStub, RuntimeStub)?
    if environment.runtime == .runc, let ours = old.stub, let theirs = new.stub {
      stubs = (ours, theirs)
    }
    do {
      return try Difference(from: old.filter, to: new.filter, behind: stubs)
    } catch {
      throw .cannot("error: undecided: \(error)")
    }
  }
}
