import Foundation
import TestSupport
import Testing

/// `convert`, and files of other kinds that hold a profile.
@Suite struct ConvertTests {
  private let folder: TemporaryFolder
  private static let profile = Command.package.appending(path: "profiles/nginx.json")

  init() throws { folder = try TemporaryFolder() }

  private func whittle(_ arguments: String...) throws -> Command {
    try Command(arguments, in: folder.url)
  }

  @Test func operatorsProfileIsTheProfile() throws {
    let made = try whittle(
      "convert", Self.profile.path, "--to", "spo", "--name", "web", "-o", "web.yaml")
    #expect(made.status == 0, "\(made.errors)")
    #expect(try whittle("diff", Self.profile.path, "web.yaml").status == 0)
    let why = try whittle("explain", "web.yaml", "read")
    #expect(why.status == 0, "\(why.errors)")
    #expect(why.output.contains("web.yaml:11:5: /spec/syscalls/0"), "\(why.output)")
    let verified = try whittle("verify", "web.yaml")
    #expect(verified.output.contains("web.yaml: within the baseline"), "\(verified.output)")
  }

  @Test func profileWithinARuntimeConfigurationIsRead() throws {
    let profile = try String(contentsOf: Self.profile, encoding: .utf8)
    try folder.write(
      #"{ "ociVersion": "1.0.2", "linux": { "seccomp": \#(profile) } }"#, to: "config.json")
    #expect(try whittle("diff", Self.profile.path, "config.json").status == 0)
    try folder.write(#"{ "ociVersion": "1.0.2", "linux": {} }"#, to: "config.json")
    let none = try whittle("diff", Self.profile.path, "config.json")
    #expect(none.status == 2)
    #expect(none.errors.contains("its container runs unconfined"), "\(none.errors)")
  }

  @Test func programIsWhatRuncLoads() throws {
    let made = try whittle("convert", Self.profile.path, "--to", "bpf", "-o", "nginx.bpf")
    #expect(made.status == 0, "\(made.errors)")
    let difference = try whittle(
      "diff", Self.profile.path, "nginx.bpf", "--runtime", "runc")
    #expect(difference.status == 0, "\(difference.output)")
    let bare = try whittle(
      "convert", Self.profile.path, "--to", "bpf", "--runtime", "crun", "-o", "bare.bpf")
    #expect(bare.status == 0, "\(bare.errors)")
    #expect(try whittle("diff", Self.profile.path, "bare.bpf").status == 0)
  }

  @Test(arguments: [
    (["--to", "pod"], "      localhostProfile: \"profiles/a b.json\"\n"),
    (["--to", "pod", "--as", "web/x.json"], "      localhostProfile: \"web/x.json\"\n"),
    (
      ["--to", "compose"],
      "  \"a b\":\n    security_opt:\n      - \"seccomp=./profiles/a b.json\"\n"
    ),
    (["--to", "compose", "--name", "$x", "--as", "/$y"], "      - \"seccomp=/$$y\"\n"),
  ])
  func fragmentNamesTheFile(options: [String], text: String) throws {
    try FileManager.default.createDirectory(
      at: folder / "profiles", withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: Self.profile, to: folder / "profiles/a b.json")
    let made = try Command(["convert", "profiles/a b.json"] + options, in: folder.url)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.hasSuffix(text), "\(made.output)")
  }

  @Test func whatCannotBeSaidIsToldWithItsPlaceAndWritesNothing() throws {
    try folder.write("before", to: "unit.conf")
    let run = try whittle(
      "convert", Self.profile.path, "--to", "systemd", "-o", "unit.conf", "--update")
    #expect(run.status == 1)
    #expect(
      run.errors.contains(
        /nginx\.json:\d+:5: \/syscalls\/\d+: error: systemd knows calls, and not their arguments: "socket"/
      ),
      "\(run.errors)")
    #expect(try String(contentsOf: folder / "unit.conf", encoding: .utf8) == "before")
  }

  @Test func otherFileIsReplacedOnDemandAlone() throws {
    try folder.write("before", to: "web.kafel")
    let kept = try whittle("convert", Self.profile.path, "--to", "nsjail", "-o", "web.kafel")
    #expect(kept.status == 1)
    #expect(kept.errors.contains("web.kafel: error: says something else"), "\(kept.errors)")
    #expect(try String(contentsOf: folder / "web.kafel", encoding: .utf8) == "before")
    let made = try whittle(
      "convert", Self.profile.path, "--to", "nsjail", "-o", "web.kafel", "--update")
    #expect(made.status == 0, "\(made.errors)")
    let again = try whittle("convert", Self.profile.path, "--to", "nsjail", "-o", "web.kafel")
    #expect(again.status == 0, "the same bytes are no change")
  }

  @Test(arguments: [
    (["--to", "spo", "--name", "Web!"], "is no name for Kubernetes"),
    (["--to", "pod", "--as", "/etc/x.json"], "say with --as"),
    (["--to", "pod", "--as", "a/../../x.json"], "say with --as"),
    (["--to", "apparmor"], "apparmor"),
  ])
  func wrongOptionsAreUsageErrors(options: [String], message: String) throws {
    let run = try Command(["convert", Self.profile.path] + options, in: folder.url)
    #expect(run.status == 64)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test(arguments: [
    ("kind: SeccompProfile\napiVersion: x\nspec:\n\t- a\n", "web.yaml:4:1: error: "),
    ("kind: SeccompProfile\napiVersion: x\nspec: 1\nspec: 2\n", "stands twice"),
    (
      "kind: SeccompProfile\napiVersion: x\n---\nkind: SeccompProfile\n",
      "web.yaml:4:1: error: holds 2 documents"
    ),
    (
      "kind: SeccompProfile\napiVersion: x\nspec:\n  defaultAction: SCMP_ACT_NONE\n",
      "web.yaml:4:18: error: /spec/defaultAction"
    ),
  ])
  func malformedYAMLIsToldWithItsPlace(text: String, message: String) throws {
    try folder.write(text, to: "web.yaml")
    let run = try whittle("diff", Self.profile.path, "web.yaml")
    #expect(run.status == 2)
    #expect(run.errors.contains(message), "\(run.errors)")
    let verified = try whittle("verify", "web.yaml")
    #expect(verified.status == 2)
    #expect(verified.errors.contains(message), "\(verified.errors)")
    #expect(verified.errors.firstRange(of: "error:") == verified.errors.ranges(of: "error:").last)
  }
}
