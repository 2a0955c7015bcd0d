internal import Syscalls

/// Tells which system calls files can make together, each with the shortest way to it.
///
/// Files and groups only become more: what was found of them before stays, and only what is new is followed.
struct ReachSolver {
  private var files: [ProgramFile] = []
  /// By group.
  private var visits: [Visits] = []
  private(set) var calls: [Architecture: [Syscall: ReachWitness]] = [:]

  /// Adds what the files can call now.
  mutating func add(_ files: [ProgramFile], _ groups: [ProgramGroup]) {
    let before = self.files.count
    self.files = files
    var inGroup: Set<Int> = []
    for (index, group) in groups.enumerated() {
      inGroup.formUnion(group.members)
      if index == visits.count { visits.append(Visits()) }
      var own = Visits()
      swap(&own, &visits[index])
      solve(group, &own)
      visits[index] = own
    }
    // What nobody is known to load can make its own calls at least.
    for index in files.indices.dropFirst(before) where !inGroup.contains(index) {
      addOwnCalls(of: index)
    }
  }

  private mutating func addOwnCalls(of index: Int) {
    let file = files[index]
    for site in file.facts.sites {
      add(site, ReachWitness(steps: [], maker: file.path, address: site.address))
    }
  }

  private mutating func add(
    _ site: SystemCallSite, _ witness: @autoclosure () -> ReachWitness
  ) {
    let architecture = site.architecture
    // A number without a name is no call of that architecture.
    guard let syscall = Syscall(number: site.number, on: architecture),
      calls[architecture]?[syscall] == nil
    else { return }
    calls[architecture, default: [:]][syscall] = witness()
  }

  /// A function that a file wants, and the want that led to that file.
  private struct Want {
    let file: Int
    let function: String
    let isLookedUp: Bool
    let before: Int?
  }

  /// What has been found of one group: functions are visited in the order of their distance.
  private struct Visits {
    /// The parts of the C library that answer; where they become more, all is asked anew.
    var libraries: [Int] = []
    /// How many members have asked.
    var members = 0
    var exported = ExportedNames([])
    var wants: [Want] = []
    var asked: Set<String> = []
    var seen: [Int: [Bool]] = [:]
    var queue: [(file: Int, function: Int, want: Int?)] = []
    var next = 0
  }

  private mutating func solve(_ group: ProgramGroup, _ visits: inout Visits) {
    let isLibraryOfC = { [files] (index: Int) in
      files[index].facts.graph != nil && group.isNeeded(index)
    }
    let libraries = group.members.filter(isLibraryOfC)
    if libraries != visits.libraries {
      visits = Visits(
        libraries: libraries,
        exported: ExportedNames(libraries.compactMap { files[$0].facts.graph }))
    }
    let others = group.members.dropFirst(visits.members).filter { !isLibraryOfC($0) }
    visits.members = group.members.count
    for index in others {
      addOwnCalls(of: index)
      for function in files[index].facts.wanted {
        ask(Want(file: index, function: function, isLookedUp: false, before: nil), &visits)
      }
    }
    for index in others {
      for function in visits.exported.matches(files[index].facts.namesForLookup) {
        ask(Want(file: index, function: function, isLookedUp: true, before: nil), &visits)
      }
    }
    walk(&visits)
    // What runs in every program comes last: the reasons above tell more.
    for index in libraries {
      guard let graph = files[index].facts.graph else { continue }
      for function in graph.roots { visit(index, function, nil, &visits) }
      for function in graph.wantedByData {
        ask(Want(file: index, function: function, isLookedUp: false, before: nil), &visits)
      }
    }
    walk(&visits)
  }

  private func ask(_ want: Want, _ visits: inout Visits) {
    guard visits.asked.insert(want.function).inserted else { return }
    visits.wants.append(want)
    for library in visits.libraries {
      guard let function = files[library].facts.graph?.exports[want.function] else { continue }
      visit(library, function, visits.wants.count - 1, &visits)
    }
  }

  private func visit(_ file: Int, _ function: Int, _ want: Int?, _ visits: inout Visits) {
    guard let graph = files[file].facts.graph else { return }
    if visits.seen[file] == nil {
      visits.seen[file] = Array(repeating: false, count: graph.functionCount)
    }
    guard visits.seen[file]?[function] == false else { return }
    visits.seen[file]?[function] = true
    visits.queue.append((file, function, want))
  }

  private mutating func walk(_ visits: inout Visits) {
    let files = files
    while visits.next < visits.queue.count {
      let (index, function, want) = visits.queue[visits.next]
      visits.next += 1
      let file = files[index]
      guard let graph = file.facts.graph else { continue }
      for site in graph.sites(of: function) {
        add(site, Self.witness(files, file, want, visits.wants))
      }
      for successor in graph.successors(of: function) {
        visit(index, Int(successor), want, &visits)
      }
      for name in graph.wanted(by: function) {
        ask(Want(file: index, function: name, isLookedUp: false, before: want), &visits)
      }
    }
  }

  private static func witness(
    _ files: [ProgramFile], _ maker: ProgramFile, _ want: Int?, _ wants: [Want]
  ) -> ReachWitness {
    var steps: [ReachWitness.Step] = []
    var current = want
    while let index = current {
      let want = wants[index]
      steps.append(
        .init(
          file: files[want.file].path, function: want.function, isLookedUp: want.isLookedUp))
      current = want.before
    }
    return ReachWitness(steps: steps.reversed(), maker: maker.path, address: nil)
  }
}

/// Names of the functions that C libraries offer, for finding them among many texts.
private struct ExportedNames {
  private let names: Set<ArraySlice<UInt8>>
  /// By length and ends: most texts are none of them, and are told apart by that.
  private let forms: Set<UInt32>

  init(_ graphs: [CallGraph]) {
    let all = graphs.flatMap { $0.exports.keys.map { ArraySlice($0.utf8) } }
    names = Set(all)
    forms = Set(all.map(Self.form))
  }

  private static func form(_ text: ArraySlice<UInt8>) -> UInt32 {
    UInt32(truncatingIfNeeded: text.count) << 16 | UInt32(text.first ?? 0) << 8
      | UInt32(text.last ?? 0)
  }

  func matches(_ texts: PackedTexts) -> [String] {
    var found: [String] = []
    for text in texts {
      if forms.contains(Self.form(text)), names.contains(text) {
        found.append(String(decoding: text, as: UTF8.self))
      }
    }
    return found
  }
}
