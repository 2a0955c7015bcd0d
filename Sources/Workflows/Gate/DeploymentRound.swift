internal import Deployment
internal import Files
internal import Findings
internal import JSON
internal import Profiles
package import Reports
internal import Text
package import Verification

/// `lint`: files of deployments, and the profiles that they name.
package struct DeploymentRound {
  private let engine: Int?
  private let overrides: SeverityOverrides

  /// - Parameters:
  ///   - engine: the version of Docker that runs them, such as `28.5.1`; `nil` where nobody says it.
  ///   - overrides: which findings fail.
  package init(engine: String?, overrides: SeverityOverrides) throws(WorkflowError) {
    self.overrides = overrides
    self.engine = try engine.map { text throws(WorkflowError) in
      let number = text.prefix { $0 != "." }
      guard let major = Int(number), major > 0 else {
        throw .usage(
          "--engine: \(text.quotedForTerminal) is no version of Docker; write a number, such as 28.5.1"
        )
      }
      return major
    }
  }

  /// What is found of one file; one that cannot be read is a finding, too, so that the others are checked.
  package func subject(_ path: String) throws(WorkflowError) -> GateReport.Subject {
    let folder = try WorkingFolder()
    let project = path == "-" ? folder.path : WorkingFolder.parent(of: folder.absolute(path))
    let name = path == "-" ? "standard input" : path
    do throws(Obstacle) {
      let file = try Self.file(path, name, project)
      let circumstances = DeploymentCircumstances(engine: engine) {
        Self.obstacle(of: folder.shown(WorkingFolder.join(project, $0)))
      }
      return GateReport.Subject(
        DeploymentReport(
          path: name, findings: file.findings(circumstances).map(overrides.applied).sorted(),
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

  private static func file(
    _ path: String, _ name: String, _ project: String
  ) throws(Obstacle) -> ComposeFile {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.bytes(at: path, as: name)
    } catch {
      throw Obstacle(location: nil, facts: withoutPlace(error.message, of: name))
    }
    do {
      return try ComposeFile(reading: bytes, file: name, project: project)
    } catch {
      throw Obstacle(
        location: error.position.map { position in
          error.path.map { SourceLocation(file: name, position: position, path: $0) }
            ?? SourceLocation(file: name, position: position)
        },
        facts: error.message)
    }
  }

  /// Why the profile at `path` cannot be used; `nil` for one that can.
  private static func obstacle(of path: String) -> String? {
    do throws(FileError) {
      let bytes = try InputFile.bytes(at: path)
      var warnings: [Finding] = []
      do throws(ProfileError) {
        // Engines take the profile itself, and no file that holds one.
        _ = try Profile(decoding: bytes, file: path, native: nil, warnings: &warnings)
        return nil
      } catch .malformed(let findings) {
        let first = findings.first { $0.severity == .error } ?? findings.first
        return first.map { "\($0.place ?? path.escapedForTerminal): \($0.message)" } ?? ""
      } catch {
        return "\(error)."
      }
    } catch {
      return "\(path.escapedForTerminal) \(withoutPlace(error.message, of: path))."
    }
  }

  /// A message without the file's name and the word that it begins with.
  private static func withoutPlace(_ message: String, of name: String) -> String {
    let place = "\(name.escapedForTerminal): error: "
    return message.hasPrefix(place) ? String(message.dropFirst(place.count)) : message
  }
}
