import Foundation
import TestSupport
import Testing

extension ContainerTests {
  /// Registers of which the kernel reads the lower half alone, in a real container.
  ///
  /// Docker's default keeps AF_ALG (38) and AF_VSOCK (40) out by comparing whole registers, since 23.0
  /// and 29.4.2; before, it lets every family pass.
  @Suite struct DirtyRegisterTests {
    private static let vsock = "socket,0x100000028,1,0"
    private static let alg = "socket,0x100000026,5,0"
    private static let signed = "socket,0xffffffff00000028,1,0"
    private static let inet = "socket,0x100000002,1,0"

    /// The engine, and its answers.
    private func ask(
      _ seccomp: String, _ calls: String...
    ) async throws -> (engine: String, answers: [String]) {
      let asked = try await Program.ask([seccomp] + calls)
      try #require(asked.exitCode == 0, "\(asked.transcript)")
      let lines = String(decoding: asked.output, as: UTF8.self).split(separator: "\n")
        .map(String.init)
      try #require(lines.count == calls.count + 1, "\(asked.transcript)")
      return (lines[0], Array(lines.dropFirst()))
    }

    @Test(arguments: Service.allCases)
    func checkedInProfileRefusesWhatTheKernelWouldCut(service: Service) async throws {
      let profile = Program.package.appending(path: "profiles/\(service).json").path
      let (engine, answers) = try await ask(
        profile, Self.vsock, Self.alg, Self.signed, "socket,40,1,0", "socket,38,5,0")
      #expect(answers == Array(repeating: "EPERM", count: 5), "\(engine)")
      // Whoever leaves the upper half dirty is served as the kernel serves it.
      #expect(try await ask(profile, Self.inet).answers[0].hasPrefix("returned "), "\(engine)")
    }

    @Test func enginesOwnDefaultLetsItPass() async throws {
      let (engine, answers) = try await ask("default", Self.vsock, Self.alg)
      print("\(engine): its default answers \(answers) to AF_VSOCK and AF_ALG above 2^32")
      // EAFNOSUPPORT, of a kernel without the family, has passed the filter too.
      #expect(answers[0] != "EPERM", "\(engine)")
    }

    @Test func newestDefaultLetsItPassInWhateverEngine() async throws {
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let newest = try await Program.whittle("baseline", "docker")
      try #require(newest.exitCode == 0, "\(newest.transcript)")
      let profile = folder / "docker.json"
      try newest.output.write(to: profile)
      let (engine, answers) = try await ask(
        profile.path, "socket,40,1,0", "socket,38,5,0", Self.vsock, Self.alg)
      #expect(answers.prefix(2) == ["EPERM", "EPERM"], "\(engine)")
      #expect(!answers.dropFirst(2).contains("EPERM"), "\(engine)")
    }
  }
}
