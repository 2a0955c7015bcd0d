import Observations
import Programs
import Synchronization
import Syscalls
import TestSupport
import Testing

@Suite struct ReachTests {
  private typealias Item = MemoryTree.Item

  private static func reach(
    _ programs: [String], opening opened: [String] = [], in items: [String: MemoryTree.Item],
    with kit: ExecKit = .none
  ) -> Reach {
    Reach(of: programs, opening: opened, in: MemoryTree.image(items), with: kit)
  }

  private static func plugin(_ number: UInt32) -> Item {
    .bytes(
      MadeELF(
        soname: "plugin.so", needed: ["libc.so.6"], exports: [("f", { _ in MadeELF.call(number) })]
      )
      .bytes)
  }

  @Test func importsLeadToTheCallsOfThoseFunctionsAlone() {
    let reach = Self.reach(["/app"], in: ["/app": .bytes(MadeELF.program(["puts"]).bytes)])
    #expect(reach.notes == [])
    #expect(reach.names == ["write"])
    #expect(reach.why("write") == "/app imports puts; /usr/lib/libc.so.6 makes it")
    #expect(
      reach.files.map { "\($0.path): \($0.origin)" } == [
        "/app: executed", "/lib/ld.so: loader of /app", "/usr/lib/libc.so.6: needed by /app",
      ])
  }

  /// A file that is as it was is not read again; one that changed meanwhile is not kept.
  @Test func filesInAKnownStateAreNotRead() throws {
    let program = MadeELF.program(["puts"]).bytes
    let store = KeptFacts()
    func reach(_ tree: StatedTree) -> Reach {
      Reach(of: ["/app"], in: tree, hashing: true, keptIn: store)
    }
    let first = StatedTree(MemoryTree.image(["/app": .bytes(program)]), version: { _ in "1" })
    let cold = reach(first)
    #expect(Set(first.wholeReads) == ["/app", "/lib/ld.so", "/usr/lib/libc.so.6"])
    let second = StatedTree(first.tree, version: { _ in "1" })
    let warm = reach(second)
    #expect(second.wholeReads == [])
    #expect(warm.files == cold.files && warm.calls == cold.calls)
    #expect(warm.files.allSatisfy { $0.digest?.count == 64 })
    let changed = StatedTree(
      MemoryTree.image(["/app": .bytes(MadeELF.program(["open"]).bytes)]),
      version: { $0 == "/app" ? "2" : "1" })
    #expect(reach(changed).names == ["open"])
    #expect(changed.wholeReads == ["/app"])
    // What changes while it is read is in no state that could be kept.
    let count = Atomic(0)
    let restless = StatedTree(
      first.tree,
      version: { path in
        path == "/app" ? "restless \(count.add(1, ordering: .relaxed).newValue)" : "1"
      })
    #expect(reach(restless).names == ["write"])
    #expect(store.digests.keys.allSatisfy { !$0.version.hasPrefix("restless") })
  }

  /// Several threads read code of more than 4 MiB, each a part: what stands over the border of two is found once.
  @Test func aSystemCallOverTheBorderOfTwoPartsIsFound() throws {
    func bytes(filledWith count: Int) -> [UInt8] {
      // `cs nopw 0(%rax,%rax)`, and `nop`.
      let long: [UInt8] = [0x66, 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0]
      let filler = Array([[UInt8]](repeating: long, count: count / long.count).joined())
      let rest = [UInt8](repeating: 0x90, count: count % long.count)
      return MadeELF(
        soname: "large.so", exports: [("f", { _ in filler + rest + MadeELF.call(39) })]
      ).bytes
    }
    let call = MadeELF.call(39)
    func place(in bytes: [UInt8]) throws -> Int {
      let start = bytes.indices.first { bytes[$0...].starts(with: call) }
      return try #require(start) + call.count - 3
    }
    let border = 1 << 22
    let made = bytes(filledWith: border - 1 - (try place(in: bytes(filledWith: 0))))
    try #require(made[border - 1] == 0x0f && made[border] == 0x05)
    let facts = try ProgramFacts(reading: made)
    #expect(facts.systemCalls.count == 1)
    #expect(facts.sites.map(\.number) == [39])
  }

  @Test func aWayOverTwoLibrariesIsToldWhole() {
    let reach = Self.reach(["/app"], in: ["/app": .bytes(MadeELF.program(["dlopen"]).bytes)])
    #expect(reach.names == ["openat"])
    #expect(
      reach.why("openat")
        == "/app imports dlopen; /usr/lib/libc.so.6 imports _dl_find; /lib/ld.so makes it")
  }

  @Test func namesAmongTextsCountWhereFunctionsAreLookedUp() {
    var program = MadeELF.program(["dlsym"])
    program.texts = ["write", "no such function", "unlink"]
    let reach = Self.reach(["/app"], in: ["/app": .bytes(program.bytes)])
    #expect(reach.why("write") == "/app looks up write; /usr/lib/libc.so.6 makes it")
    #expect(reach.names == ["write"])
    program.imports = ["open"]
    let without = Self.reach(["/app"], in: ["/app": .bytes(program.bytes)])
    #expect(without.names == ["open"])
  }

  @Test func aStaticProgramMakesItsOwnCalls() {
    var program = MadeELF(isProgram: true)
    program.exports = [("main", { _ in MadeELF.call(39) + MadeELF.call(102) })]
    let reach = Self.reach(["/app"], in: ["/app": .bytes(program.bytes)])
    #expect(reach.names == ["getpid", "getuid"])
    #expect(reach.why("getpid")?.hasPrefix("/app makes it itself, at 0x") == true)
  }

  @Test func aProgramThatStartsShellsReachesWhatTheShellDoes() {
    let reach = Self.reach(["/app"], in: ["/app": .bytes(MadeELF.program(["system"]).bytes)])
    #expect(reach.names == ["execve", "open"])
    #expect(reach.files.last?.origin == .shell(for: "/app"))
  }

  @Test func scriptsNameTheirInterpreterAndItsWordsPrograms() {
    let script = """
      #!/usr/bin/env -S sh -e
      # writer is only spoken of here
      tool --now && exec /opt/own/server "$@"
      """
    let reach = Self.reach(
      ["/entrypoint"],
      in: [
        "/entrypoint": .bytes(Array(script.utf8)),
        "/usr/bin/env": .bytes(MadeELF.program([]).bytes),
        "/usr/local/bin/tool": .bytes(MadeELF.program(["write"]).bytes),
        "/usr/bin/writer": .bytes(MadeELF.program(["system"]).bytes),
        "/opt/own/server": .bytes(MadeELF.program(["dlopen"]).bytes),
      ])
    #expect(reach.names == ["open", "write", "openat"])
    #expect(
      Set(reach.files.map(\.path)) == [
        "/usr/bin/env", "/usr/bin/sh", "/usr/local/bin/tool", "/opt/own/server", "/lib/ld.so",
        "/usr/lib/libc.so.6",
      ])
  }

  @Test func neighboursOfALibraryThatWasLoadedLateAreLoadableToo() {
    let items: [String: Item] = [
      "/app": .bytes(MadeELF.program([]).bytes),
      "/opt/app/modules/a.so": Self.plugin(39), "/opt/app/modules/b.so.1": Self.plugin(102),
      "/opt/app/modules/text.so": .bytes(Array("no".utf8)),
      "/usr/lib/c.so": Self.plugin(104),
    ]
    #expect(Self.reach(["/app"], in: items).names == [])
    let reach = Self.reach(
      ["/app"], opening: ["/opt/app/modules/a.so", "/etc/none"], in: items)
    #expect(reach.names == ["getpid", "getuid"])
    // Beside what stands in everybody's folder stands everything.
    #expect(Self.reach(["/app"], opening: ["/usr/lib/c.so"], in: items).names == ["getgid"])
  }

  @Test func foldersThatTextsNameHoldPlugIns() {
    var program = MadeELF.program([])
    program.texts = ["/usr/lib/app/plugins:/usr/lib", "/etc/app/more"]
    let reach = Self.reach(
      ["/app"],
      in: [
        "/app": .bytes(program.bytes), "/usr/lib/app/plugins/deep/a.so": Self.plugin(39),
        "/usr/lib/other.so": Self.plugin(102), "/etc/app/more/b.so": Self.plugin(104),
      ])
    #expect(reach.names == ["getpid"])
    #expect(reach.files.last?.origin == .named(in: "/app"))
  }

  @Test func oneCLibraryDoesNotAnswerProgramsOfAnother() {
    var other = MadeELF(soname: "libc.other")
    other.exports = [
      ("__libc_start_main", { _ in MadeELF.call(231) }), ("write", { _ in MadeELF.call(20) }),
    ]
    let program = MadeELF(
      isProgram: true, interpreter: "/lib/ld-other.so", needed: ["libc.other"], imports: ["write"])
    let items: [String: Item] = [
      "/lib/ld-other.so": .bytes(other.bytes), "/app": .bytes(program.bytes),
      "/second": .bytes(MadeELF.program(["open"]).bytes), "/opt/p.so": Self.plugin(39),
    ]
    #expect(Self.reach(["/app"], in: items).names == ["writev"])
    #expect(Self.reach(["/app", "/second"], in: items).names == ["writev", "open"])
  }

  @Test func ownSearchPathsAreHeeded() {
    var program = MadeELF.program(["open"], needed: ["libown.so", "libc.so.6"])
    program.searchPath = "$ORIGIN/../lib"
    let own = MadeELF(soname: "libown.so", exports: [("f", { _ in MadeELF.call(39) })])
    let reach = Self.reach(
      ["/opt/bin/app"],
      in: ["/opt/bin/app": .bytes(program.bytes), "/opt/lib/libown.so": .bytes(own.bytes)])
    #expect(reach.names == ["getpid", "open"])
    #expect(reach.notes == [])
  }

  @Test func theKitsCallsAreToldApart() {
    let items: [String: Item] = [
      "/app": .bytes(MadeELF.program(["open"]).bytes),
      "/usr/bin/cat": .bytes(MadeELF.program(["open", "write"]).bytes),
      "/usr/bin/tar": .bytes(MadeELF.program(["dlopen"]).bytes),
    ]
    let reach = Self.reach(["/app"], in: items, with: .tools)
    let found = (reach.calls[.x86_64] ?? [:]).map { "\($0.key) \($0.value.mechanism)" }
    #expect(Set(found) == ["open run", "write execShell", "openat execTools"])
    #expect(Self.reach(["/app"], in: items, with: .shell).names == ["open", "write"])
  }

  @Test func eachMechanismIsToldWithTheSurestOneFirst() {
    func own(_ number: UInt32) -> Item {
      .bytes(MadeELF(isProgram: true, exports: [("main", { _ in MadeELF.call(number) })]).bytes)
    }
    var program = MadeELF.program(["system"])
    program.texts = ["/usr/lib/app"]
    let items: [String: Item] = [
      "/opt/app/bin/server": .bytes(program.bytes), "/opt/app/bin/helper": own(39),
      "/opt/app/bin/data": .bytes(Array("no".utf8)),
      "/usr/lib/app/plugin.so": Self.plugin(102), "/start": .bytes(Array("#!/bin/sh\ntool\n".utf8)),
      "/usr/bin/tool": own(104), "/usr/bin/check": own(107), "/usr/bin/sh": own(108),
      "/usr/bin/cat": own(110), "/usr/bin/cp": own(111), "/srv/run": own(112),
    ]
    let configuration = ImageConfiguration(
      commands: [["CMD-SHELL", "check --now || exit 1"], ["./run", "tool"]], workingFolder: "/srv",
      searchPath: "/opt/none:/usr/bin")
    let reach = Reach(
      of: ["/opt/app/bin/server"], in: MemoryTree.image(items), configured: configuration,
      with: .tools)
    let found = (reach.calls[.x86_64] ?? [:]).map { "\($0.key) \($0.value.mechanism.rawValue)" }
    #expect(
      Set(found) == [
        "execve run", "getpid neighbours", "getuid neighbours", "getegid shell", "geteuid image",
        "getppid exec-shell", "getpgrp exec-tools", "getgid image", "setsid image",
      ])
  }

  /// `execve("./server")` after `WORKDIR /srv/app`, and a library that is opened beside it.
  @Test(
    arguments: [
      ("./server", nil, "/srv/app/server"), ("server", "/srv/app", "/srv/app/server"),
      ("app/server", nil, "/srv/app/server"), ("../app/server", nil, "/srv/app/server"),
      ("bin/server", nil, nil), ("./server", "/none", "/srv/app/server"),
    ] as [(String, String?, String?)])
  func programsOfAFolderThatNobodyKnowsAreFoundByTheirEnd(
    _ path: String, _ folder: String?, _ found: String?
  ) {
    let items: [String: Item] = [
      "/srv/app/server": .bytes(MadeELF.program(["open"]).bytes), "/srv/server": .pipe,
      "/proc/1/server": .bytes(MadeELF.program([]).bytes), "/srv/app/x.so": Self.plugin(39),
    ]
    let reach = Reach(
      of: [path], opening: ["./x.so"], in: MemoryTree.image(items),
      configured: ImageConfiguration(commands: [], workingFolder: folder, searchPath: nil))
    let programs = reach.files.filter { $0.origin == .executed }.map(\.path)
    #expect(programs == (found.map { [$0] } ?? []))
    #expect(reach.notes.contains { $0.concernsProgram } == (found == nil))
    #expect(reach.files.contains { $0.path == "/srv/app/x.so" })
  }

  /// `sh /srv/start`: the shell opens what nobody executes.
  @Test func scriptsThatAShellReadsNameProgramsToo() {
    let items: [String: Item] = [
      "/srv/start": .bytes(Array("#!/command/with-contenv sh\ntool\n".utf8)),
      "/usr/bin/tool": .bytes(MadeELF.program(["write"]).bytes),
    ]
    #expect(Self.reach(["/bin/sh"], opening: ["/srv/start"], in: items).names == ["open", "write"])
  }

  @Test func librariesOfAnotherImageAreSaid() {
    let items: [String: Item] = [
      "/app": .bytes(MadeELF.program(["open"]).bytes), "/opt/a.so": Self.plugin(39),
    ]
    func problems(_ sizes: Set<Int>) -> [ReachNote.Problem] {
      Reach(
        of: ["/app"], opening: ["/opt/a.so", "/opt/b.so"], sizes: ["/opt/a.so": sizes],
        in: MemoryTree.image(items)
      ).notes.map(\.problem)
    }
    #expect(problems([1]) == [.otherSize, .missing])
    guard case .bytes(let plugin)? = items["/opt/a.so"] else { return }
    #expect(problems([1, plugin.count]) == [.missing])
    #expect(problems([]) == [.missing])
  }

  /// musl's loader is its C library, and programs need it by another name.
  @Test func theLoaderAnswersToTheNameOfTheLibraryThatItIs() {
    var musl = MadeELF(soname: "libc.so")
    musl.exports = [
      ("__libc_start_main", { _ in MadeELF.call(231) }), ("write", { _ in MadeELF.call(20) }),
    ]
    let program = MadeELF(
      isProgram: true, interpreter: "/lib/ld-musl.so.1", needed: ["libc.so"], imports: ["write"])
    let reach = Self.reach(
      ["/app"], in: ["/lib/ld-musl.so.1": .bytes(musl.bytes), "/app": .bytes(program.bytes)])
    #expect(reach.notes == [])
    #expect(reach.names == ["writev"])
  }

  struct Bad: Sendable {
    let item: MemoryTree.Item?
    let problem: ReachNote.Problem
  }

  @Test(arguments: [
    Bad(item: nil, problem: .missing),
    Bad(item: .pipe, problem: .notAFile),
    Bad(item: .link("/app"), problem: .loop),
    Bad(item: .link("missing"), problem: .missing),
    Bad(item: .bytes(Array("echo".utf8)), problem: .notAProgram),
    Bad(item: .bytes([]), problem: .notAProgram),
    Bad(
      item: .bytes(MadeELF(isProgram: true, machine: 40).bytes),
      problem: .notUnderstood(.foreignMachine(40))),
    Bad(
      item: .bytes(Array(MadeELF.program(["open"]).bytes.prefix(300))),
      problem: .notUnderstood(.truncated(part: "segment 0"))),
    Bad(
      item: .bytes(Array("\u{7f}ELF".utf8)),
      problem: .notUnderstood(.truncated(part: "the ELF header"))),
  ])
  func whatIsNoProgramIsSaid(_ bad: Bad) {
    let reach = Self.reach(["/app"], in: bad.item.map { ["/app": $0] } ?? [:])
    #expect(reach.notes.map(\.problem) == [bad.problem])
    #expect(reach.notes.map(\.concernsProgram) == [true])
    #expect(reach.names == [])
  }

  @Test func aLibraryThatIsNotThereIsSaid() {
    let program = MadeELF.program(["open"], needed: ["libgone.so.1", "libc.so.6"])
    let reach = Self.reach(["/app"], in: ["/app": .bytes(program.bytes)])
    #expect(reach.notes.map(\.problem) == [.missingLibrary("libgone.so.1")])
    #expect(reach.notes.map(\.concernsProgram) == [false])
    #expect(reach.names == ["open"])
  }

  @Test func aProgramOfWhichNothingIsKnownIsSaid() {
    let packed = MadeELF(isProgram: true)
    let reach = Self.reach(["/app"], in: ["/app": .bytes(packed.bytes)])
    #expect(reach.notes.map(\.problem) == [.opaque])
  }

  struct Path: Sendable {
    let path: String
    let leads: String?
  }

  @Test(arguments: [
    Path(path: "/link", leads: "/real"), Path(path: "/absolute", leads: "/real"),
    Path(path: "/outward", leads: "/real"), Path(path: "/folder/up", leads: "/real"),
    Path(path: "/../../real", leads: "/real"), Path(path: "/via/./here", leads: "/folder/here"),
    Path(path: "/round", leads: nil), Path(path: "/real/", leads: "/real"),
    Path(path: "/real/below", leads: nil), Path(path: "/long", leads: nil),
    // A slash and a combining character are one `Character`.
    Path(path: "/./\u{301}odd", leads: "/\u{301}odd"),
  ])
  func linksStayInsideOfTheRoot(_ path: Path) {
    var items: [String: Item] = [
      "/real": .bytes(MadeELF.program([]).bytes), "/link": .link("real"),
      "/absolute": .link("/link"), "/outward": .link("../../../../real"),
      "/folder/up": .link("../real"), "/folder/here": .bytes(MadeELF.program([]).bytes),
      "/\u{301}odd": .bytes(MadeELF.program([]).bytes), "/via": .link("/folder"),
      "/round": .link("around"), "/around": .link("/round"),
      "/long": .link("/long1"),
    ]
    for number in 1...50 { items["/long\(number)"] = .link("/long\(number + 1)") }
    items["/long51"] = .bytes(MadeELF.program([]).bytes)
    let reach = Self.reach([path.path], in: items)
    #expect(reach.files.first?.path == path.leads)
  }
}
