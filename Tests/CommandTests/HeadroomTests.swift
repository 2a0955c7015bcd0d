import Foundation
import TestSupport
import Testing

/// From a log and the root where its program lies to a profile with calls that are allowed ahead.
@Suite struct HeadroomCommandTests {
  #if os(Linux) && arch(x86_64)
    private static let log = #"""
      7 execve("/usr/bin/env", ["env"], 0x7ffe43f8bca0 /* 12 vars */) = 0
      7 brk(NULL) = 0x5617df99d000
      7 openat(AT_FDCWD, "/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY|O_CLOEXEC) = 3
      7 read(3, "\177ELF\2\1\1\3\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0", 832) = 832
      7 mmap(NULL, 1826976, PROT_READ, MAP_PRIVATE|MAP_DENYWRITE, 3, 0) = 0x7f0000000000
      7 exit_group(0) = ?
      7 +++ exited with 0 +++

      """#

    @Test func callsWithinReachAreAllowedAhead() throws {
      let folder = try TemporaryFolder()
      _ = try folder.write(Array(Self.log.utf8), to: "log")
      func whittle(_ arguments: String...) throws -> Command {
        try Command(arguments, in: folder.url)
      }
      let observed = try whittle(
        "observe", "log", "--root", "/", "--kit", "none", "-o", "seen.json")
      #expect(observed.status == 0, "\(observed.errors)")
      let twice = try whittle("observe", "log", "--root", "/", "--kit", "none", "-o", "again.json")
      #expect(twice.status == 0)
      #expect(
        FileManager.default.contents(atPath: folder.path + "/seen.json")
          == FileManager.default.contents(atPath: folder.path + "/again.json"))

      let made = try whittle("generate", "seen.json", "-o", "p.json")
      #expect(made.status == 0, "\(made.errors)")
      #expect(
        made.errors.contains("calls allowed ahead, as the programs of these runs can make them"))
      #expect(made.errors.contains("known weaknesses that the profile would stop are open again"))
      let verified = try whittle("verify", "p.json")
      #expect(verified.status == 0 && !verified.errors.contains("[unused]"), "\(verified.errors)")
      let why = try whittle("explain", "p.json", "write")
      #expect(
        why.output.contains("/usr/bin/env") || why.output.contains("runtime"), "\(why.output)")

      let exact = try whittle("generate", "seen.json", "--headroom", "none", "-o", "exact.json")
      #expect(exact.status == 0)
      // What is known of programs is not lost by reading the log anew.
      let again = try whittle("observe", "log", "-o", "seen.json")
      #expect(again.status == 1)
      #expect(again.errors.contains("seen.json: error: holds what programs can call"))
      let merged = try whittle("observe", "log", "seen.json", "-o", "seen.json")
      #expect(merged.status == 0, "\(merged.errors)")
      let plain = try whittle("generate", "log", "-o", "plain.json")
      #expect(plain.errors.contains("note: only what was seen is allowed"))
      #expect(
        FileManager.default.contents(atPath: folder.path + "/exact.json")
          == FileManager.default.contents(atPath: folder.path + "/plain.json"))
    }

    /// A shell looks for `env` along its PATH, and another process is not selected.
    @Test func onlyProgramsThatRanAndAreSelectedAreLookedAt() throws {
      let folder = try TemporaryFolder()
      let failed = #"7 execve("/usr/local/none/env", ["env"], 0x7ffe43f8bca0 /* 12 vars */) = "#
      let others = #"""
        8 execve("/opt/not/there", ["there"], 0x7ffe43f8bca0 /* 12 vars */) = 0
        8 brk(NULL) = 0x5617df99d000
        8 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x7f0000000000
        8 exit_group(0) = ?
        8 +++ exited with 0 +++

        """#
      let text = failed + "-1 ENOENT (No such file or directory)\n" + Self.log + others
      _ = try folder.write(Array(text.utf8), to: "log")
      let all = try Command(
        ["observe", "log", "--root", "/", "--kit", "none", "-o", "all.json"], in: folder.url)
      #expect(all.status == 0, "\(all.errors)")
      #expect(!all.errors.contains("/usr/local/none/env"))
      #expect(
        all.errors.contains(
          "/: warning: 1 program that the logs show as executed is not in this root: /opt/not/there; "
            + "system calls of it are missing here."))
      #expect(!all.errors.contains(": error: "))
      let one = try Command(
        ["observe", "log", "--root", "/", "--kit", "none", "--pid", "7", "-o", "one.json"],
        in: folder.url)
      #expect(one.status == 0 && !one.errors.contains("/opt/not/there"), "\(one.errors)")
    }

    @Test func rootOfAnotherImageIsSaid() throws {
      let folder = try TemporaryFolder()
      _ = try folder.write(Array(Self.log.utf8), to: "log")
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: "empty"), withIntermediateDirectories: true)
      let observed = try Command(
        ["observe", "log", "--root", "empty", "-o", "seen.json"], in: folder.url)
      #expect(observed.status == 2)
      #expect(
        observed.errors.contains(
          "empty: error: no program that was executed is in this root (1 program looked for)"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/seen.json"))
      let asked = try Command(["generate", "log", "--headroom", "benign"], in: folder.url)
      #expect(asked.status == 64)
      #expect(asked.errors.contains("observe the logs with --root first"))
    }
  #endif
}
