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

    private static func whittle(
      _ folder: TemporaryFolder, _ arguments: String...
    ) throws -> Command {
      try Command(arguments, in: folder.url)
    }

    private static func stopped(_ errors: String) -> Int? {
      errors.firstMatch(of: /stops (\d+) of 239 known weaknesses/).flatMap { Int($0.1) }
    }

    /// A static program and two of the kit, each with calls of its own; their log, observed.
    private static func observed() throws -> TemporaryFolder {
      let folder = try TemporaryFolder()
      for (path, numbers) in [
        // mincore, madvise, shmget, sendmsg, recvmsg, symlink, prctl, timerfd_create, pwritev
        ("app", [27, 28, 29, 46, 47, 88, 157, 283, 296] as [UInt32]),
        ("usr/bin/sh", [86, 88]), ("usr/bin/cp", [133, 86]),
      ] {
        let code = numbers.flatMap { MadeELF.call($0) }
        try folder.write(
          MadeELF(isProgram: true, exports: [("main", { _ in code })]).bytes, to: "root/\(path)")
      }
      try folder.write(Self.log.replacing("/usr/bin/env", with: "/app"), to: "log")
      let observed = try whittle(folder, "observe", "log", "--root", "root", "-o", "seen.json")
      #expect(observed.status == 0, "\(observed.errors)")
      return folder
    }

    @Test func headroomOfTheKitCanBeLeftOut() throws {
      let folder = try Self.observed()
      func allowed(_ exec: String) throws -> Set<String> {
        let made = try Self.whittle(
          folder, "generate", "seen.json", "--headroom-exec", exec, "-o", "\(exec).json", "--json")
        #expect(made.status == 0, "\(made.errors)")
        return Set(
          made.output.matches(of: /"syscall": "(\w+)", "reason": "headroom"/).map { "\($0.1)" })
      }
      let service: Set = [
        "mincore", "madvise", "shmget", "sendmsg", "recvmsg", "symlink", "prctl", "timerfd_create",
        "pwritev",
      ]
      #expect(try allowed("none").isSubset(of: service))
      #expect(try allowed("none").contains("symlink"))
      #expect(try allowed("shell").subtracting(service) == ["link"])
      #expect(try allowed("tools").subtracting(service) == ["link", "mknod"])
      let why = try Self.whittle(folder, "explain", "tools.json", "mknod")
      #expect(
        why.output.contains("allowed ahead, not seen: /usr/bin/cp makes it itself, at 0x")
          && why.output.contains("(of tools for docker exec)"), "\(why.output)")
    }

    /// `int $0x80` and a number of x32: calls of other ABIs, which a profile for x86-64 alone does not let run.
    @Test func callsOfOtherABIsAreToldAndNotTakenForItsOwn() throws {
      let folder = try TemporaryFolder()
      // mov $88, %eax; int $0x80: reboot, which is symlink on x86-64; mov $0x40000125, %eax; syscall: pipe2
      let code =
        [0xb8, 88, 0, 0, 0, 0xcd, 0x80, 0xb8, 0x25, 1, 0, 0x40, 0x0f, 0x05, 0xc3] as [UInt8]
      try folder.write(
        MadeELF(isProgram: true, exports: [("main", { _ in code })]).bytes, to: "root/app")
      try folder.write(Self.log.replacing("/usr/bin/env", with: "/app"), to: "log")
      let observed = try Self.whittle(
        folder, "observe", "log", "--root", "root", "--kit", "none", "-o", "seen.json")
      #expect(observed.status == 0, "\(observed.errors)")
      let seen = try folder.contents(of: "seen.json")
      #expect(seen.contains(#""pipe2": "/app makes it itself, at 0x"#))
      #expect(seen.contains(#""reboot": "/app makes it itself, at 0x"#))
      #expect(!seen.contains(#""symlink""#))
      #expect(seen.contains(#"{ "path": "/app", "kind": "other-entry", "count": 2 }"#), "\(seen)")
      let made = try Self.whittle(folder, "generate", "seen.json", "-o", "p.json")
      #expect(made.status == 0, "\(made.errors)")
      #expect(
        made.errors.contains(
          "2 places in 64-bit programs' code with a system call of 32-bit x86 or x32"),
        "\(made.errors)")
      let profile = try folder.contents(of: "p.json")
      #expect(!profile.contains("pipe2") && !profile.contains("SCMP_ARCH_X86\""))
      let reach = try Self.whittle(folder, "reach", "/app", "--root", "root")
      #expect(
        reach.errors.contains(
          "/app: note: 2 places in its code make a system call of 32-bit x86 (int $0x80) or x32"),
        "\(reach.errors)")
      #expect(reach.output.contains("reboot") && reach.output.contains("x32"))
    }

    @Test func aFloorOfWeaknessesLeavesCallsOut() throws {
      let folder = try Self.observed()
      func made(_ name: String, _ more: String...) throws -> Command {
        try Command(["generate", "seen.json", "-o", name] + more, in: folder.url)
      }
      func stops(_ name: String) throws -> Int {
        let verified = try Self.whittle(folder, "verify", name)
        return try #require(Self.stopped(verified.output + verified.errors), "\(verified.errors)")
      }
      #expect(try made("open.json").status == 0)
      #expect(try made("exact.json", "--headroom", "none").status == 0)
      let (least, most) = (try stops("open.json"), try stops("exact.json"))
      try #require(least + 2 < most)
      let floor = (least + most) / 2
      let kept = try made("floor.json", "--headroom-floor", "\(floor)")
      #expect(kept.status == 0, "\(kept.errors)")
      #expect(kept.errors.contains("within reach left out, so that "))
      #expect(try stops("floor.json") >= floor)
      #expect(try made("twice.json", "--headroom-floor", "\(floor)").status == 0)
      #expect(try folder.contents(of: "twice.json") == folder.contents(of: "floor.json"))
      // One that is kept anyway changes nothing.
      #expect(try made("low.json", "--headroom-floor", "\(least)").status == 0)
      #expect(try folder.contents(of: "low.json") == folder.contents(of: "open.json"))
      let high = try made("high.json", "--headroom-floor", "\(most + 1)")
      #expect(high.status == 1)
      #expect(high.errors.contains("error: --headroom-floor \(most + 1) cannot be kept"))
      #expect(high.errors.contains(/openat \(\d+, log:3\)/), "\(high.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/high.json"))
      #expect(try made("beyond.json", "--headroom-floor", "240").status == 64)
    }

    /// `docker image inspect` prints an array.
    @Test func whatTheImageSaysOfItselfLeadsToPrograms() throws {
      let folder = try TemporaryFolder()
      try folder.write(Self.log, to: "log")
      try folder.write(
        #"[{"Id": "x", "Config": {"Healthcheck": {"Test": ["CMD-SHELL", "find / || exit 1"]}, "#
          + #""Entrypoint": null, "Cmd": ["/usr/bin/env"], "WorkingDir": "/", "Env": ["PATH=/usr/bin"]}}]"#,
        to: "image.json")
      let observed = try Self.whittle(
        folder, "observe", "log", "--root", "/", "--kit", "none", "--image-config", "image.json",
        "-o",
        "seen.json")
      #expect(observed.status == 0, "\(observed.errors)")
      let seen = try folder.contents(of: "seen.json")
      #expect(seen.contains(#""path": "/usr/bin/find""#) && seen.contains(#""image": ["#))
      for (text, message) in [
        ("[]", "holds no configuration of an image"), ("{", "1:2"),
        (#"{"Config": {"Cmd": [1]}}"#, "/Config/Cmd/0: expected a string"),
      ] {
        try folder.write(text, to: "bad.json")
        let bad = try Self.whittle(
          folder, "observe", "log", "--root", "/", "--image-config", "bad.json")
        #expect(bad.status == 2)
        #expect(bad.errors.contains("bad.json: error: ") || bad.errors.contains("bad.json:1"))
        #expect(bad.errors.contains(message), "\(bad.errors)")
      }
      let alone = try Self.whittle(folder, "observe", "log", "--image-config", "image.json")
      #expect(alone.status == 64)
    }

    /// `execve("./env")` of a `WORKDIR`, an escaped path, a library of another size.
    @Test func pathsAreReadAsTheProgramMeantThem() throws {
      let folder = try TemporaryFolder()
      let text = #"""
        7 execve("./en\166", ["env"], 0x7ffe43f8bca0 /* 12 vars */) = 0
        7 brk(NULL) = 0x5617df99d000
        7 openat(AT_FDCWD</lib/x86_64-linux-gnu>, "libc.so.6", O_RDONLY|O_CLOEXEC) = 3
        7 read(3, "\177ELF\2\1\1\3\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0", 832) = 832
        7 newfstatat(3, "", {st_mode=S_IFREG|0755, st_size=17, ...}, AT_EMPTY_PATH) = 0
        7 mmap(NULL, 1826976, PROT_READ, MAP_PRIVATE|MAP_DENYWRITE, 3, 0) = 0x7f0000000000
        7 openat(AT_FDCWD, "/opt/gone.so", O_RDONLY|O_CLOEXEC) = 3
        7 exit_group(0) = ?
        7 +++ exited with 0 +++

        """#
      try folder.write(text, to: "log")
      try FileManager.default.createDirectory(
        at: folder / "root/usr/lib", withIntermediateDirectories: true)
      for path in [
        "/usr/bin/env", "/lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/libc.so.6",
      ] {
        try folder.write([UInt8](try Data(contentsOf: URL(filePath: path))), to: "root\(path)")
      }
      let observed = try Self.whittle(
        folder, "observe", "log", "--root", "root", "--kit", "none", "-o", "seen.json")
      #expect(observed.status == 0, "\(observed.errors)")
      #expect(try folder.contents(of: "seen.json").contains(#""path": "/usr/bin/env""#))
      #expect(
        observed.errors.contains(
          "root: warning: 1 library had another size when the logs were recorded: "
            + "/lib/x86_64-linux-gnu/libc.so.6; "))
      #expect(
        observed.errors.contains(
          "root: warning: 1 library that the logs show as loaded is not in this root: /opt/gone.so; "
        ))
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
