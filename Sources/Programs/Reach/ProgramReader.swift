internal import Syscalls

extension ProgramFacts {
  /// Reads what the bytes of an ELF file say.
  package init(reading bytes: [UInt8]) throws(ProgramError) {
    let file = try ELFFile(bytes)
    let dynamic = try DynamicSection(file)
    let instructions: any InstructionSet =
      file.architecture == .aarch64 ? AArch64Code() : X86Code(file, dynamic)
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
    // Most libraries make no system call themselves, and their code need not be looked at more closely.
    let possibleSites =
      isLibraryOfC ? [] : file.code.flatMap { instructions.possibleSites(file, $0) }
    if isLibraryOfC || syscallRow != nil || !possibleSites.isEmpty {
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
        file, functions, instructions, linkage: linkage, syscallSymbol: syscallRow)
      if isLibraryOfC { finder.searchEverything() } else { finder.search(from: possibleSites) }
      sites = finder.sites
      unresolved = finder.unresolved
      otherEntries = finder.otherEntries.count
      systemCalls = finder.entries
      graph =
        if isLibraryOfC, let dynamic, let symbols, let linkage {
          CallGraph(file, dynamic, symbols, functions, linkage, finder)
        } else { nil }
    } else {
      sites = []
      unresolved = 0
      otherEntries = 0
      systemCalls = []
      graph = nil
    }
    let looksUp = wanted.contains { $0 == "dlsym" || $0 == "dlvsym" }
    let texts = isLibraryOfC ? nil : Texts(file, wantsNames: looksUp)
    namesForLookup = texts?.names ?? PackedTexts()
    paths = texts?.paths ?? PackedTexts()
  }

  private static func interpreter(of file: ELFFile) throws(ProgramError) -> String? {
    guard let segment = file.segments.first(where: { $0.kind == .interpreter }) else { return nil }
    guard
      let path = file.bytes.string(
        at: segment.offset, before: segment.offset + segment.count)
    else { throw .malformed("the name of its loader has no end") }
    return path
  }
}
