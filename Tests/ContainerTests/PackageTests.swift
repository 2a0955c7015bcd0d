import Foundation
import TestSupport
import Testing

/// What scripts/package has made, which .ci/run lets it do before the tests.
private enum Packages {
  static let folder = Program.package.appending(path: ".build/package")

  /// The file of this ending, of which there is one.
  static func file(_ ending: String) throws -> URL {
    try #require(
      FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .first { $0.lastPathComponent.hasSuffix(ending) })
  }

  /// The program alone.
  static func program() throws -> URL {
    try #require(
      FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .first { $0.lastPathComponent.wholeMatch(of: /whittle-.*-(x86_64|aarch64)/) != nil })
  }

  static let areMade = (try? file("SHA256SUMS")) != nil
}

extension ContainerTests {
  @Suite(.enabled(if: Packages.areMade, "scripts/package has made no packages in .build/package"))
  struct PackageTests {
    /// A log, a test's profile of it, and what a program does under that.
    private static let use = """
      set -e
      whittle generate run.strace.gz -q -o p.json
      whittle verify p.json
      whittle observe run.strace.gz | grep -q epoll_wait
      whittle report p.json -o p.html && test -s p.html
      whittle try p.json -- whittle --version
      """

    private func work() throws -> TemporaryFolder {
      let folder = try TemporaryFolder()
      try FileManager.default.copyItem(
        at: Program.package.appending(path: "traces/nginx/run-1.strace.gz"),
        to: folder / "run.strace.gz")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o777], ofItemAtPath: folder.path)
      return folder
    }

    @Test func debianPackageWorksInACleanTree() async throws {
      let image = try await Program.image(["nginx"])
      try #require(image.exitCode == 0, "\(image.transcript)")
      let work = try work()
      defer { work.remove() }
      let deb = try Packages.file(".deb")
      try FileManager.default.copyItem(at: deb, to: work / "whittle.deb")
      let installed = try await Program.docker(
        "run", "--rm", "--network=none", "--volume=\(work.path):/work", "--workdir=/work",
        "whittle-test/debian", "sh", "-c",
        """
        apt-get -q install --yes --no-install-recommends ./whittle.deb && \(Self.use)
        test -s /usr/share/doc/whittle/copyright
        test -s /usr/share/bash-completion/completions/whittle
        apt-get -q purge --yes whittle && ! test -e /usr/bin/whittle
        """)
      #expect(installed.exitCode == 0, "\(installed.transcript)")
      #expect(installed.transcript.contains("within the baseline"))
    }

    @Test func imageWorksUnderItsOwnProfile() async throws {
      let loaded = try await Program.docker("load", "--input", try Packages.file(".oci.tar").path)
      try #require(loaded.exitCode == 0, "\(loaded.transcript)")
      let name = try #require(
        String(decoding: loaded.output, as: UTF8.self).firstMatch(of: /whittle:\S+/)?.output)
      let work = try work()
      defer { work.remove() }
      let profile = try Packages.file(".seccomp.json")
      func whittle(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.docker(
          [
            "run", "--rm", "--network=none", "--read-only", "--cap-drop=ALL",
            "--security-opt=no-new-privileges", "--security-opt=seccomp=\(profile.path)",
            "--volume=\(work.path):/work", String(name),
          ] + arguments)
      }
      let made = try await whittle("generate", "run.strace.gz", "-o", "p.json")
      #expect(made.exitCode == 0, "\(made.transcript)")
      let verified = try await whittle("verify", "p.json")
      #expect(verified.exitCode == 0, "\(verified.transcript)")
      let tried = try await whittle("try", "p.json", "--", "/usr/bin/whittle", "--version")
      #expect(tried.exitCode == 0, "\(tried.transcript)")
      let seen = try await whittle("observe", "run.strace.gz")
      #expect(String(decoding: seen.output, as: UTF8.self).contains("epoll_wait"))
      // The user is none of the host's.
      let owner = try FileManager.default.attributesOfItem(atPath: (work / "p.json").path)
      #expect(owner[.ownerAccountID] as? Int == 65532)
      _ = try await Program.docker("image", "rm", String(name))
    }

    @Test func withoutProcTheProgramSaysWhatItLacks() async throws {
      let root = try TemporaryFolder()
      defer { root.remove() }
      try FileManager.default.copyItem(at: Packages.program(), to: root / "whittle")
      let run = try await Program(url: URL(filePath: "/usr/sbin/chroot"))(
        root.path, "/whittle", "--version")
      #expect(run.exitCode == 2)
      #expect(run.messages.hasPrefix("whittle: error: /proc is not mounted"), "\(run.transcript)")
    }

    @Test(
      .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/lintian"),
        "lintian is not installed"))
    func lintianFindsNothingThatIsNotExplained() async throws {
      let run = try await Program(url: URL(filePath: "/usr/bin/lintian"))(
        "--fail-on", "error,warning", try Packages.file(".deb").path)
      #expect(run.exitCode == 0, "\(run.transcript)")
    }

    /// Clones the repository into two folders, runs `make` for each of them, of which `$place` is the path, and
    /// then `compare`.
    private func inTwoClones(_ make: String, compare: String) async throws {
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let made = try await Program.shell(
        "-c",
        """
        set -e
        cd '\(folder.path)'
        for place in one the/other; do
          git clone -q '\(Program.package.path)' "$place"
          cp '\(Program.package.path)/Package.resolved' "$place/"
          \(make)
        done
        \(compare)
        """)
      #expect(made.exitCode == 0, "\(made.transcript)")
    }

    /// The workflow of releases does the same.
    @Test(
      .enabled(
        if: ProcessInfo.processInfo.environment["WHITTLE_TWO_BUILDS"] != nil,
        "two builds take minutes: WHITTLE_TWO_BUILDS=1 asks for them"),
      .timeLimit(.minutes(120)))
    func twoBuildsInTwoFoldersMakeTheSamePackages() async throws {
      try await inTwoClones(
        #""$place/scripts/package""#,
        compare: "cmp one/.build/package/SHA256SUMS the/other/.build/package/SHA256SUMS")
    }

    @Test func twoFoldersMakeTheSamePackages() async throws {
      try await inTwoClones(
        """
        mkdir "$place/.build"
        ln -s '\(Program.package.path)/.build/checkouts' "$place/.build/checkouts"
        "$place/scripts/package" --program '\(Packages.program().path)' "$place.made"
        """,
        compare: """
          cmp one.made/SHA256SUMS the/other.made/SHA256SUMS
          cd one.made && sha256sum --check --quiet SHA256SUMS
          jq --exit-status '[.components[].name] | contains(["yams", "libseccomp-dev", "libc6-dev", "icu"])' ./*.cdx.json
          dpkg-deb --fsys-tarfile ./*.deb | tar -xO ./usr/share/doc/whittle/copyright >notices
          for work in 'GNU C Library' libseccomp zlib Yams 'Unicode, Inc.' 'Kirill Simonov'; do grep -q "$work" notices; done
          """)
    }
  }
}
