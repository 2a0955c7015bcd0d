package import Profiles
internal import Text

/// What a profile has for runtimes and ways to start that may not be those of its container.
package struct RuntimeReport {
  private let environment: Environment
  private let narrower: [(environment: Environment, saved: Int)]

  /// - Parameters:
  ///   - environment: of the profile.
  ///   - narrower: others, each with how many calls less the profile would have there.
  package init(_ environment: Environment, _ narrower: [(environment: Environment, saved: Int)]) {
    self.environment = environment
    self.narrower = narrower
  }

  /// `the container may start under any runtime, …: 4 calls less with --runtime runc, 7 with …`; `nil` where nothing
  /// would be left out.
  package var line: String? {
    let savings = narrower.filter { $0.saved > 0 }
    guard let first = savings.first else { return nil }
    let runtime = environment.runtime == .any ? "any runtime" : environment.runtime.rawValue
    let privileges =
      environment.noNewPrivileges == .both ? ", with and without no-new-privileges" : ""
    let others = savings.dropFirst().map { ", \($0.saved) with \(options(of: $0.environment))" }
    return
      "the container may start under \(runtime)\(privileges): \(first.saved.counting("call")) less with "
      + options(of: first.environment) + others.joined()
  }

  private func options(of other: Environment) -> String {
    var options: [String] = []
    if other.runtime != environment.runtime { options.append("--runtime \(other.runtime)") }
    if other.noNewPrivileges != environment.noNewPrivileges {
      options.append("--no-new-privileges")
    }
    return options.joined(separator: " ")
  }
}
