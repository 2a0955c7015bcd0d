import Foundation
import TestSupport
import Testing

/// `reach --root`: a folder that strangers have filled.
@Suite struct ReachRootTests {
  @Test(arguments: [
    "/bin/sh", "../../../../../../../../../../bin/sh", "/proc/self/exe", "/dev/zero", "app", "/",
  ])
  func noLinkLeadsOutOfTheRoot(_ target: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: (folder / "app").path, withDestinationPath: target)
    let command = try Command(["reach", "/app", "--root", folder.path], in: folder.url)
    #expect(command.status == 2)
    #expect(command.output == "")
    #expect(
      command.errors.contains("no such file") || command.errors.contains("links go round")
        || command.errors.contains("no regular file"))
  }

  @Test func aFolderThatIsNotThereIsSaid() throws {
    let folder = try TemporaryFolder()
    let command = try Command(["reach", "/app", "--root", "gone"], in: folder.url)
    #expect(command.status == 2)
    #expect(command.errors == "gone: error: cannot be opened as a root: no such folder\n")
  }

  @Test func withoutARootPathsAreThoseOfThisMachine() throws {
    let folder = try TemporaryFolder()
    let program = MadeELF(isProgram: true, exports: [("main", { _ in MadeELF.call(39) })])
    try Data(program.bytes).write(to: folder / "app\u{1b}[1m")
    let command = try Command(["reach", "app\u{1b}[1m"], in: folder.url)
    #expect(command.status == 0)
    #expect(command.output.contains("getpid"))
    #expect(command.output.contains("app\\u001b[1m makes it itself"))
  }

  /// A header of a tar file (pax(1)), and data in whole blocks.
  private static func entry(_ name: String, _ kind: String, _ data: String) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      header.replaceSubrange(offset..<(offset + text.utf8.count), with: Array(text.utf8))
    }
    put(name, at: 0)
    let digits = String(data.utf8.count, radix: 8)
    put(String(repeating: "0", count: 11 - digits.count) + digits, at: 124)
    put("        " + kind, at: 148)
    put("ustar", at: 257)
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
    let blocks = (data.utf8.count + 511) / 512 * 512
    return header + Array(data.utf8) + [UInt8](repeating: 0, count: blocks - data.utf8.count)
  }

  @Test(arguments: ["-5", "99999999999999999999", "1x", ""])
  func sizeThatIsNoneIsDamageOfAnArchive(_ size: String) throws {
    let folder = try TemporaryFolder()
    let record = " size=\(size)\n"
    let length = record.utf8.count + (record.utf8.count < 9 ? 1 : 2)
    let bytes =
      Self.entry("x", "x", "\(length)\(record)") + Self.entry("app", "0", "")
      + [UInt8](repeating: 0, count: 1024)
    try folder.write(bytes, to: "root.tar")
    let command = try Command(["reach", "/app", "--root", "root.tar"], in: folder.url)
    #expect(command.status == 2)
    #expect(command.errors == "root.tar: error: is damaged: \"\(size)\" is no size of a file\n")
  }

  // MARK: The cache

  private static func reach(
    _ folder: TemporaryFolder, cache: String, _ more: String...
  ) throws -> Command {
    // By `env`: what a test's own environment says of caches is not asked.
    try Command(
      [
        "XDG_CACHE_HOME=\(cache)", Command.built("whittle").path, "reach", "/app", "--root",
        "image",
      ] + more,
      of: URL(filePath: "/usr/bin/env"), in: folder.url)
  }

  /// Empty, cut, of another file, and with one bit changed: never another answer.
  @Test func theCacheChangesNoAnswer() throws {
    let folder = try Self.image()
    let cache = folder.path + "/cache"
    let first = try Self.reach(folder, cache: cache)
    #expect(first.status == 0, "\(first.errors)")
    let entries = cache + "/whittle/reach/2"
    let names = try FileManager.default.contentsOfDirectory(atPath: entries).sorted()
      .filter { !$0.hasPrefix("state-") }
    #expect(names.count == 4 && names.allSatisfy { $0.count == 64 })
    let whole = try names.map { [UInt8](try Data(contentsOf: URL(filePath: entries + "/" + $0))) }
    var changed = whole[0]
    changed[changed.count / 2] ^= 1
    let others: [[UInt8]] = [[], Array(whole[0].dropLast(9)), whole[1], changed, [0x7f]]
    for (number, bytes) in others.enumerated() {
      for name in names { try Data(bytes).write(to: URL(filePath: entries + "/" + name)) }
      let again = try Self.reach(folder, cache: cache)
      #expect(again.output == first.output && again.errors == first.errors, "\(number)")
      // Damaged ones are written anew.
      let now = try names.map { [UInt8](try Data(contentsOf: URL(filePath: entries + "/" + $0))) }
      #expect(now == whole)
    }
    let warm = try Self.reach(folder, cache: cache, "--json")
    let none = try Self.reach(folder, cache: "/proc/none", "--json")
    #expect(warm.output == none.output && none.status == 0)
  }

  /// Written anew with as many bytes and the old time of its content, a file is another one all the same.
  @Test func theCacheSeesAChangeThatKeepsSizeAndTime() throws {
    let folder = try Self.image()
    let cache = folder.path + "/cache"
    let program = "image/usr/lib/libc.so.6"
    func write(_ number: UInt32) throws {
      var library = MadeELF.library
      library.exports[3] = ("open", { _ in MadeELF.call(number) })
      // In place: the inode stays.
      let file = try FileHandle(forWritingTo: folder / program)
      try file.write(contentsOf: library.bytes)
      try file.close()
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)],
        ofItemAtPath: (folder / program).path)
    }
    func answers(_ name: String) throws {
      let run = try Self.reach(folder, cache: cache)
      #expect(run.output.contains("\n\(name) "), "\(run.output)\(run.errors)")
      #expect(run.status == 0)
    }
    for _ in 0..<10 {
      try write(39)
      try answers("getpid")
      try write(102)
      try answers("getuid")
    }
    // Left alone, it is known by its state soon, and then changed.
    func hasStates() throws -> Bool {
      try FileManager.default.contentsOfDirectory(atPath: cache + "/whittle/reach/2")
        .contains { $0.hasPrefix("state-") }
    }
    for _ in 0..<100 where try !hasStates() {
      try answers("getuid")
    }
    try #require(try hasStates())
    let before = try Self.reach(folder, cache: cache, "--json")
    #expect(try Self.reach(folder, cache: "/proc/none", "--json").output == before.output)
    try write(39)
    try answers("getpid")
  }

  /// `observe` keeps its answer to the whole question: another answer of the root's, to whatever part of it, undoes
  /// that.
  @Test(arguments: [
    "image/usr/lib/app/\(String(repeating: "long", count: 40))/q.so", "image/usr/bin/ls",
    "image/usr/lib/libc.so.6", "",
  ])
  func theAnswerIsKeptAsLongAsTheRootIsTheSame(_ changed: String) throws {
    let folder = try Self.image()
    try folder.write(
      Array(
        "7 execve(\"/app\", [\"app\"], 0x7ffd1c6f3a48 /* 4 vars */) = 0\n7 brk(NULL) = 0x5\n".utf8),
      to: "log")
    let cache = folder.path + "/cache"
    func observe(_ cache: String) throws -> String {
      let run = try Command(
        [
          "XDG_CACHE_HOME=\(cache)", Command.built("whittle").path, "observe", "log", "--root",
          "image", "--trace-arch", "x86_64", "--json",
        ], of: URL(filePath: "/usr/bin/env"), in: folder.url)
      #expect(run.status == 0, "\(run.errors)")
      return run.output + run.errors
    }
    let first = try observe(cache)
    #expect(try observe(cache) == first)
    let entries = try FileManager.default.contentsOfDirectory(atPath: cache + "/whittle/reach/2")
    #expect(entries.contains { $0.hasPrefix("answer-") })
    if changed.isEmpty {
      try FileManager.default.removeItem(at: folder / "image/usr/bin/sh")
    } else {
      let other = MadeELF(
        isProgram: true, soname: "libc.so.6", exports: [("f", { _ in MadeELF.call(102) })])
      try folder.write(other.bytes, to: changed)
    }
    let now = try observe(cache)
    #expect(now != first)
    #expect(try now == observe("/proc/none"))
  }

  // MARK: A file of docker export

  /// What an image may hold, for `tar` to pack: long names, links of all kinds, a pipe.
  private static func image() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let long = String(repeating: "long", count: 40)
    let plugin = MadeELF(
      soname: "p.so", needed: ["libc.so.6"], exports: [("f", { _ in MadeELF.call(39) })])
    var program = MadeELF.program(["open", "system"])
    program.texts = ["/usr/lib/app/\(long)"]
    try folder.write(program.bytes, to: "image/srv/\(long)/app")
    try folder.write(MadeELF.loader.bytes, to: "image/lib/ld.so")
    try folder.write(MadeELF.library.bytes, to: "image/usr/lib/libc.so.6")
    try folder.write(plugin.bytes, to: "image/usr/lib/app/\(long)/p.so")
    let files = FileManager.default
    for (name, target) in [
      ("image/app", "/usr/../../link"), ("image/link", "srv/\(long)/app"),
      ("image/bin", "/usr/bin"),
      ("image/usr/lib/app/round", "round"),
    ] {
      try files.createSymbolicLink(
        atPath: (folder / name).path, withDestinationPath: target)
    }
    try files.createDirectory(
      at: folder / "image/usr/bin", withIntermediateDirectories: true)
    try files.linkItem(at: folder / "image/srv/\(long)/app", to: folder / "image/usr/bin/sh")
    let made = unsafe mkfifo((folder / "image/pipe").path, 0o600)
    try #require(made == 0)
    return folder
  }

  private static func tar(_ arguments: [String], in folder: TemporaryFolder) throws {
    let command = try Command(arguments, of: URL(filePath: "/usr/bin/tar"), in: folder.url)
    try #require(command.status == 0, "\(command.errors)")
  }

  /// Docker's own are `posix`: `--format` of the archive that Go's `archive/tar` writes with long names.
  @Test(arguments: ["posix", "gnu"]) func aTarFileIsTheRootThatItWasMadeOf(_ form: String) throws {
    let folder = try Self.image()
    try Self.tar(["--format=\(form)", "-C", "image", "-cf", "image.tar", "."], in: folder)
    for path in ["/app", "/usr/bin/sh", "/bin/sh"] {
      func reach(_ root: String, _ more: [String] = []) throws -> Command {
        try Command(["reach", path, "--root", root] + more, in: folder.url)
      }
      let packed = try reach("image.tar")
      #expect(packed.status == 0, "\(packed.errors)")
      #expect(packed.output.contains("getpid") && packed.output.contains("open "))
      #expect(packed.output == (try reach("image").output))
      #expect(
        try reach("image.tar", ["--list-files"]).output
          == (try reach("image", ["--list-files"]).output))
    }
    for path in ["/pipe", "/usr/lib/app/round", "/none", "/usr", "/"] {
      let bad = try Command(["reach", path, "--root", "image.tar"], in: folder.url)
      let other = try Command(["reach", path, "--root", "image"], in: folder.url)
      #expect(bad.status == 2 && bad.errors == other.errors, "\(bad.errors)")
    }
  }

  @Test func aFileThatIsNoWholeTarIsSaid() throws {
    let folder = try Self.image()
    try Self.tar(["-C", "image", "-cf", "image.tar", "."], in: folder)
    let whole = [UInt8](try Data(contentsOf: folder / "image.tar"))
    try Self.tar(["-C", "image", "-czf", "image.tar.gz", "."], in: folder)
    try folder.write(Array(whole.prefix(whole.count / 2 / 512 * 512 + 100)), to: "cut.tar")
    // Between two files, where nothing is missing but the end itself, and whatever stood before it.
    let used = (whole.lastIndex { $0 != 0 } ?? 0) / 512 * 512 + 512
    try folder.write(Array(whole.prefix(used)), to: "cut-between.tar")
    try folder.write(Array("text".utf8), to: "short")
    try folder.write([UInt8](repeating: 65, count: 2048), to: "text")
    var damaged = whole
    let second = 512 + 0
    damaged[second + 5] ^= 1
    try folder.write(damaged, to: "damaged.tar")
    for (name, message) in [
      ("cut.tar", "is cut"), ("cut-between.tar", "is cut"),
      ("short", "is neither a folder nor a tar file"),
      ("text", "is neither a folder nor a tar file"), ("image.tar.gz", "is compressed"),
      ("damaged.tar", "is damaged: no file begins at byte 512"),
    ] {
      let command = try Command(["reach", "/app", "--root", name], in: folder.url)
      #expect(command.status == 2)
      #expect(command.errors.hasPrefix("\(name): error: \(message)"), "\(command.errors)")
    }
  }

  /// Every byte of the headers changed in turn: no answer is wrong in silence because of a crash.
  @Test func changedHeadersAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(MadeELF.program(["open"]).bytes, to: "image/app")
    try Self.tar(["--format=posix", "-C", "image", "-cf", "image.tar", "app"], in: folder)
    let whole = [UInt8](try Data(contentsOf: folder / "image.tar"))
    for offset in stride(from: 0, to: 1536, by: 37) {
      var changed = whole
      changed[offset] = 0xff
      try folder.write(changed, to: "changed.tar")
      let command = try Command(["reach", "/app", "--root", "changed.tar"], in: folder.url)
      #expect([0, 2].contains(command.status), "at \(offset): \(command.errors)")
    }
  }
}
