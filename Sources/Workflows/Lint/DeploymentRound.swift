internal import Deployment
internal import Files
internal import Findings
internal import JSON
package import Reports
internal import Syscalls
internal import Text
internal import Traces
package import Verification

/// What the user says of the machines that deployments run on, and of the profiles that are checked in.
package struct DeploymentRequest: Sendable {
  /// The version of Docker, such as `28.5.1`; `nil` where nobody says it.
  package var engine: String?
  /// The release of Linux, such as `5.10.102`; `nil` where nobody asks about it.
  package var kernel: String?
  /// Whether all kubelets have `--seccomp-default`.
  package var kubeletHasDefault = false
  /// The kubelet's folder; what pods name stands below its `seccomp`.
  package var kubelet = "/var/lib/kubelet"
  /// The folder of the profiles; `nil` to look for one.
  package var profiles: String?
  /// A `whittle.json`; `nil` to look for one.
  package var configuration: String?

  /// Nothing said.
  package init() {}
}

/// `lint`: files of deployments, and the profiles that they name.
package struct DeploymentRound {
  private let request: DeploymentRequest
  private let engine: Int?
  private let kernel: KernelRelease?
  private let overrides: SeverityOverrides
  private let here: WorkingFolder
  private var search: ConfigurationSearch

  /// - Parameter overrides: which findings fail.
  package init(_ request: DeploymentRequest, overrides: SeverityOverrides) throws(WorkflowError) {
    self.overrides = overrides
    self.request = request
    here = try WorkingFolder()
    search = try ConfigurationSearch(named: request.configuration, in: here)
    engine = try request.engine.map { text throws(WorkflowError) in
      let number = text.prefix { $0 != "." }
      guard let major = Int(number), major > 0 else {
        throw .usage(
          "--engine: \(text.quotedForTerminal) is no version of Docker; write a number, such as 28.5.1"
        )
      }
      return major
    }
    kernel = try request.kernel.map { text throws(WorkflowError) in
      guard let release = KernelRelease(parsing: text) else {
        throw .usage(
          "--kernel: \(text.quotedForTerminal) is no release of Linux; write numbers, such as 5.10.102"
        )
      }
      guard KernelFixes.tell(of: release) else {
        throw .usage(
          "--kernel: \(text.quotedForTerminal) does not tell the patch level; write it whole, as 6.1.76 (uname -v tells it on "
            + "Debian)")
      }
      return release
    }
    if let folder = request.profiles, !InputFile.exists(folder + "/.") {
      throw .usage("--profiles: there is no folder \(folder.quotedForTerminal)")
    }
  }

  /// What is found of one file; one that cannot be read is a finding, too, so that the others are checked.
  package mutating func subject(_ path: String) throws(WorkflowError) -> GateReport.Subject {
    let project = path == "-" ? here.path : WorkingFolder.parent(of: here.absolute(path))
    let name = path == "-" ? "standard input" : path
    let profiles = DeploymentProfiles(
      request, project: project, configuration: try search.configuration(for: project), in: here,
      kernel: kernel)
    do throws(Obstacle) {
      let deployment = try Self.deployment(path, name, project)
      let circumstances = DeploymentCircumstances(
        engine: engine, kubeletHasDefault: request.kubeletHasDefault, profiles: profiles)
      return GateReport.Subject(
        DeploymentReport(
          path: name,
          findings: deployment.findings(circumstances).map(overrides.applied).sorted(),
          isUnreadable: false))
    } catch {
      let finding = Finding(
        .invalid, .error, at: error.location, facts: error.facts)
      return GateReport.Subject(
        DeploymentReport(path: name, findings: [finding], isUnreadable: true))
    }
  }

  /// Why a file was not read.
  private struct Obstacle: Error {
    let location: SourceLocation?
    let facts: String
  }

  private static func deployment(
    _ path: String, _ name: String, _ project: String
  ) throws(Obstacle) -> Deployment {
    let file = try self.file(path, name)
    // What systemd reads after the unit.
    var dropIns: [Deployment.File] = []
    if let folder = Folder(at: path + ".d") {
      for path in folder.files.sorted() where path.hasSuffix(".conf") {
        dropIns.append(try self.file(path, path))
      }
    }
    do {
      return try Deployment(reading: file, dropIns: dropIns, project: project)
    } catch {
      throw Obstacle(
        location: error.position.map { position in
          error.path.map { SourceLocation(file: name, position: position, path: $0) }
            ?? SourceLocation(file: name, position: position)
        },
        facts: error.message)
    }
  }

  private static func file(_ path: String, _ name: String) throws(Obstacle) -> Deployment.File {
    do {
      return Deployment.File(path: name, bytes: try InputFile.bytes(at: path, as: name))
    } catch {
      throw Obstacle(location: nil, facts: error.withoutPlace(name))
    }
  }
}

extension FileError {
  /// The message without the file's name and the word that it begins with.
  func withoutPlace(_ name: String) -> String {
    let place = "\(name.escapedForTerminal): error: "
    return message.hasPrefix(place) ? String(message.dropFirst(place.count)) : message
  }
}
