internal import Parallelism
internal import Syscalls

extension ProgramFacts {
  /// Reads what the bytes of an ELF file say.
  package init(reading bytes: [UInt8]) throws(ProgramError) {
    let file = try ELFFile(bytes)
    let dynamic = try DynamicSection(file)
    architecture = file.architecture
    interpreter = try Self.interpreter(of: file)
    isProgram = interpreter != nil || file.hasFixedAddresses || dynamic?.isProgram ?? true
    soname = try dynamic?.string(.name, in: file)
    needed = try dynamic?.needed(in: file) ?? []
    searchPath = LibrarySearchPath(
      own: try dynamic?.string(.searchPath, in: file),
      inherited: try dynamic?.string(.oldSearchPath, in: file))

    let symbols = try dynamic.map { (dynamic) throws(ProgramError) in
      try Symbols(file, dynamic)
    }
    let wantedRows =
      symbols?.rows.indices.dropFirst()
      .filter { symbols?.rows[$0].isDefined == false } ?? []
    let names = wantedRows.compactMap { row in
      symbols.map { $0.name(of: $0.rows[row], in: file) }
    }
    wanted = names.filter { !$0.isEmpty }

    let isLibraryOfC = try CLibrary.isPart(file, dynamic, symbols)
    let syscallRow = zip(wantedRows, names).first { $0.1 == "syscall" }?.0
    let looksUp = wanted.contains { $0 == "dlsym" || $0 == "dlvsym" }
    let (code, texts) = Threads.both(apart: bytes.count >= Self.largeSize) {
      Result { () throws(ProgramError) in
        try OwnCode(
          file, dynamic, symbols, isLibraryOfC: isLibraryOfC, syscallSymbol: syscallRow)
      }
    } and: {
      isLibraryOfC ? nil : Texts(file, wantsNames: looksUp)
    }
    let own = try code.get()
    sites = own.sites
    unresolved = own.unresolved
    otherEntries = own.otherEntries
    systemCalls = own.systemCalls
    graph = own.graph
    namesForLookup = texts?.names ?? PackedTexts()
    paths = texts?.paths ?? PackedTexts()
  }

  /// Of a file that takes several threads long enough to be worth their start.
  private static let largeSize = 1 << 20

  private static func interpreter(of file: ELFFile) throws(ProgramError) -> String? {
    guard let segment = file.segments.first(where: { $0.kind == .interpreter }) else { return nil }
    guard
      let path = file.bytes.string(
        at: segment.offset, before: segment.offset + segment.count)
    else { throw .malformed("the name of its loader has no end") }
    return path
  }
}

/// What a file's own instructions do.
private struct OwnCode: Sendable {
  private(set) var sites: [SystemCallSite] = []
  private(set) var unresolved = 0
  private(set) var otherEntries = 0
  private(set) var systemCalls: [UInt64] = []
  private(set) var graph: CallGraph?

  /// - Parameter syscallSymbol: index of the symbol `syscall`, where the file wants it.
  init(
    _ file: ELFFile, _ dynamic: DynamicSection?, _ symbols: Symbols?, isLibraryOfC: Bool,
    syscallSymbol: Int?
  ) throws(ProgramError) {
    let instructions: any InstructionSet =
      file.architecture == .aarch64 ? AArch64Code() : X86Code(file, dynamic)
    // Most libraries make no system call themselves, and their code need not be looked at more closely.
    let possibleSites =
      isLibraryOfC
      ? [] : Array(file.scanCode { instructions.possibleSites(file, $0, at: $1) }.joined())
    guard isLibraryOfC || syscallSymbol != nil || !possibleSites.isEmpty else { return }
    let exports = symbols?.rows.filter { $0.isDefined && $0.isFunction }.map(\.value) ?? []
    let functions = FunctionMap(
      file, instructions, symbols: exports,
      entries: [file.entry, dynamic?[.start], dynamic?[.end]].compactMap { $0 }
        .filter { $0 != 0 })
    let linkage: Linkage? =
      if let dynamic, let symbols {
        try Linkage(file, dynamic, symbols, instructions, isWhole: isLibraryOfC)
      } else { nil }
    var finder = SiteFinder(
      file, functions, instructions, linkage: linkage, syscallSymbol: syscallSymbol)
    if isLibraryOfC { finder.searchEverything() } else { finder.search(from: possibleSites) }
    sites = finder.sites
    unresolved = finder.unresolved
    otherEntries = finder.otherEntries.count
    systemCalls = finder.entries
    if isLibraryOfC, let dynamic, let symbols, let linkage {
      graph = CallGraph(file, dynamic, symbols, functions, linkage, finder)
    }
  }
}
