import Foundation
import TestSupport
import Testing

extension ContainerTests {
  @Suite struct ProofTests {
    /// A way to make a profile, and to start a container with it.
    struct Setting: CustomTestStringConvertible {
      let traces: Service.Kind
      let noNewPrivileges: Bool

      var testDescription: String {
        "from \(traces)" + (noNewPrivileges ? ", no-new-privileges" : "")
      }

      static let all = [
        Setting(traces: .strace, noNewPrivileges: false),
        Setting(traces: .strace, noNewPrivileges: true),
        Setting(traces: .audit, noNewPrivileges: true),
      ]
    }

    @Test(arguments: Service.allCases, Setting.all)
    func serviceNeedsNothingBeyondItsProfile(service: Service, setting: Setting) async throws {
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let profile = folder / "profile.json"
      var generate = ["generate"] + service.traces(setting.traces)
      var generated = try await Program.whittle(generate)
      try #require(generated.exitCode == 0, "\(generated.transcript)")
      if service == .batch, setting.traces == .audit {
        // Its `cp` asks for a reflink (FICLONE), which is no ordinary value of ioctl, and SECCOMP records tell no
        // arguments. The user is told so, and what to do.
        #expect(generated.messages.contains("The log does not tell the arguments of "))
        generate += ["--arguments", "none"]
        generated = try await Program.whittle(generate)
        try #require(generated.exitCode == 0, "\(generated.transcript)")
      }
      try generated.output.write(to: profile)

      let options = setting.noNewPrivileges ? ["--no-new-privileges"] : []
      let refused = try Refusal.outside(generated.output).flatMap { ["--refused", $0.description] }
      let proof = try await Program.prove([service.rawValue, profile.path] + options + refused)
      #expect(proof.exitCode == 0, "\(proof.transcript)")
    }
  }
}
