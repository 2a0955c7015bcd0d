package import Conversion
internal import Files
internal import Filters
internal import Profiles
internal import Seccomp
internal import Syscalls
internal import Text
internal import Verification
internal import YAML

/// `convert`: a profile in the words of another sandbox, and the proof that they say the same.
package struct ProfileConversion {
  /// What a profile is written as.
  package enum Form: Sendable {
    /// Rules in another sandbox's words.
    case rules(TargetForm)
    /// The filter itself, as `struct sock_filter` after `struct sock_filter`.
    case bpf
    /// What a Kubernetes pod says of the profile's file.
    case pod
    /// What a Compose file says of it.
    case compose

    /// Every form, by the name that users give it.
    package static let all: [(name: String, form: Form)] =
      TargetForm.all.map { ($0.name, Form.rules($0)) } + [
        ("bpf", .bpf), ("pod", .pod), ("compose", .compose),
      ]
  }

  private let path: String
  private let profile: FlatProfile
  private let environment: Environment
  private let note: Note

  /// Reads the profile at `path`, and decides its conditions.
  package init(
    _ path: String, in request: EnvironmentRequest, note: @escaping Note
  ) throws(WorkflowError) {
    self.path = path
    environment = try request.environment()
    self.note = note
    profile = try BaselineReference(path).resolved(for: environment, note: note)
  }

  /// The profile in another form.
  ///
  /// - Parameters:
  ///   - form: which one.
  ///   - name: of the service; `nil` for the file's.
  ///   - deployed: where the profile's file stands for those who read the form; `nil` for where it stands here.
  package func bytes(
    as form: Form, name: String?, deployed: String?
  ) throws(WorkflowError) -> [UInt8] {
    let name = name ?? Self.name(of: path)
    switch form {
    case .rules(let form): return try bytes(as: form, name: name)
    case .bpf: return try program()
    case .pod:
      try requireFlatFile()
      return Array(try pod(deployed ?? path).utf8)
    case .compose: return Array(try compose(deployed ?? path, name: name).utf8)
    }
  }

  // MARK: Rules

  private func bytes(as form: TargetForm, name: String) throws(WorkflowError) -> [UInt8] {
    if form.name == "spo" {
      guard Self.isKubernetesName(name) else {
        throw .usage(
          "\(name.quotedForTerminal) is no name for Kubernetes: lower-case letters, digits, - and . alone; give one with --name"
        )
      }
    }
    let native = environment.architecture
    let target = ConversionTarget(name: name, architecture: native)
    let text: String
    let back: FlatProfile
    do {
      text = try form.text(of: profile, for: target)
      back = try form.profile(in: text, for: target)
    } catch {
      throw .no(
        error.problems.map {
          "\($0.place ?? path.escapedForTerminal): error: \($0.message)"
        }.joined(separator: "\n"))
    }
    let others = profile.filteredArchitectures(native: native).filter { $0 != native }
    let kept =
      form.killsOtherABIs
      ? FlatProfile(
        defaultAction: profile.defaultAction, architectures: [native], rules: profile.rules)
      : profile
    try prove(kept, back, as: form.name)
    if form.killsOtherABIs, !others.isEmpty {
      let names = others.map(\.rawValue).joined(separator: " and ")
      note("\(form.name): note: knows calls of \(native) alone; calls of \(names) are killed")
    }
    if form.killsUnnamedCalls, !profile.defaultAction.canonical.isKill {
      note(
        "\(form.name): note: kills calls that have no name yet, where the profile answers \(profile.defaultAction)"
      )
    } else if form.name != "spo", !RuntimeStub(.runc, for: profile, native: native).bars.isEmpty {
      note(
        "\(form.name): note: runc answers ENOSYS to calls newer than all that the profile names; here they are answered by default, with \(profile.defaultAction)"
      )
    }
    return Array(text.utf8)
  }

  /// Throws where the filters of two profiles differ.
  private func prove(
    _ first: FlatProfile, _ second: FlatProfile, as form: String
  ) throws(WorkflowError) {
    let difference: Difference
    do {
      difference = try Difference(
        from: EnforcedProfile(compiling: first, for: environment).filter,
        to: EnforcedProfile(compiling: second, for: environment).filter)
    } catch {
      throw .cannot(
        "\(path.escapedForTerminal): error: undecided whether \(form) says the same: \(error)")
    }
    guard let change = difference.changes.first else { return }
    throw .no(
      "\(path.escapedForTerminal): error: \(form) would say something else, as of \(change.witness): \(change.from) becomes \(change.to)"
    )
  }

  // MARK: The program

  private func program() throws(WorkflowError) -> [UInt8] {
    do {
      let enforced = try EnforcedProfile(compiling: profile, for: environment)
      CompilationRemarks.note(on: enforced, path, in: environment, note)
      let program =
        try environment.runtime == .crun
        ? enforced.filter
        : Filter(
          enforced.filter,
          behind: RuntimeStub(.runc, for: profile, native: environment.architecture))
      let order: ByteOrder = environment.architecture.isLittleEndian ? .littleEndian : .bigEndian
      let bytes = program.encoded(byteOrder: order)
      let back = try Filter(decoding: bytes.span, byteOrder: order)
      guard try Difference(from: program, to: back).isEmpty else {
        throw WorkflowError.no("\(path.escapedForTerminal): error: the program reads back wrong")
      }
      return bytes
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: \(error)")
    }
  }

  // MARK: Where the file is named

  /// A pod names the file as it is, of which its runtimes read less than Docker does.
  private func requireFlatFile() throws(WorkflowError) {
    guard !BaselineReference(path).isEmbedded else { return }
    let read = try ProfileFile.read(
      path, for: environment.architecture, as: .specification, note: { _ in })
    guard read.resolved(for: environment) != profile else { return }
    throw .cannot(
      "\(path.escapedForTerminal): error: containerd passes over includes, excludes and archMap, and would load another "
        + "filter from this file than Docker; name a flat profile, as generate and baseline write one"
    )
  }

  private func pod(_ deployed: String) throws(WorkflowError) -> String {
    let steps = deployed.split(separator: "/", omittingEmptySubsequences: false)
    guard !deployed.hasPrefix("/"), !steps.contains(".."), !deployed.isEmpty else {
      throw .usage(
        "\(deployed.quotedForTerminal) does not lie below the kubelet's seccomp folder; say with --as where the profile stands there"
      )
    }
    let text = """
      # The profile stands in the kubelet's folder, /var/lib/kubelet/seccomp, of every node.
      metadata:
        annotations:
          checkov.io/skip1: CKV_K8S_31=a profile of its own
      spec:
        securityContext:
          seccompProfile:
            type: Localhost
            localhostProfile: \(YAMLText.quoted(steps.filter { $0 != "." }.joined(separator: "/")))

      """
    return text
  }

  private func compose(_ deployed: String, name: String) throws(WorkflowError) -> String {
    let isPlain = deployed.hasPrefix("/") || deployed.hasPrefix("./") || deployed.hasPrefix("../")
    // A dollar begins a variable there.
    let path = (isPlain ? deployed : "./" + deployed).split(
      separator: "$", omittingEmptySubsequences: false
    ).joined(separator: "$$")
    return """
      # docker stack deploy passes over security_opt.
      services:
        \(YAMLText.quoted(name)):
          security_opt:
            - \(YAMLText.quoted("seccomp=" + path))

      """
  }

  // MARK: Names

  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.withoutSuffix(".json") ?? file
  }

  /// A DNS subdomain, as RFC 1123 has it.
  private static func isKubernetesName(_ name: String) -> Bool {
    name.utf8.count <= 253
      && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        !label.isEmpty && label.first != "-" && label.last != "-"
          && label.utf8.allSatisfy {
            (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d
          }
      }
  }
}

extension Action {
  fileprivate var isKill: Bool { self == .killProcess || self == .killThread }
}
