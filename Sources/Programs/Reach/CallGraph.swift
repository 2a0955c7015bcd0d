/// Which functions of a C library lead to which others, to system calls and to functions of other files.
///
/// Functions are numbered. Only C libraries are read so finely: everything links them, and what they can do
/// in all is far more than what one program makes them do.
package struct CallGraph: Sendable {
  /// The function behind each name that other files may want.
  package let exports: [String: Int]
  /// Functions that run, or may run, whatever is wanted: those at the beginning and the end of a process,
  /// and those whose addresses stand in data.
  package let roots: [Int]
  /// Names that the library's data wants from other files.
  let wantedByData: [String]
  private let edges: [[Int32]]
  private let calls: [Int: [SystemCallSite]]
  private let wanted: [Int: [String]]

  /// Functions are numbered from 0.
  package var functionCount: Int { edges.count }

  /// The functions that a function may call, or hand to somebody who calls them.
  package func successors(of function: Int) -> [Int32] { edges[function] }

  /// The system calls that a function makes.
  package func sites(of function: Int) -> [SystemCallSite] { calls[function] ?? [] }

  /// The names that a function wants from other files.
  package func wanted(by function: Int) -> [String] { wanted[function] ?? [] }

  init(
    _ file: ELFFile, _ dynamic: DynamicSection, _ symbols: Symbols, _ functions: FunctionMap,
    _ linkage: Linkage, _ finder: SiteFinder
  ) {
    var exports: [String: Int] = [:]
    for symbol in symbols.rows where symbol.isDefined && symbol.isFunction {
      guard let function = functions.index(startingAt: symbol.value) else { continue }
      let name = symbols.name(of: symbol, in: file)
      if exports[name] == nil { exports[name] = function }
    }
    self.exports = exports
    var starts = linkage.functionsInData
    starts += [file.entry, dynamic[.start], dynamic[.end]].compactMap { $0 }.filter { $0 != 0 }
    roots = Set(starts.compactMap { functions.index(taking: $0, in: file) }).sorted()
    wantedByData = Set(linkage.symbolsInData).sorted()
      .map { symbols.name(of: symbols.rows[$0], in: file) }
    var calls: [Int: [SystemCallSite]] = [:]
    for site in finder.sites {
      if let function = functions.index(of: site.address) {
        calls[function, default: []].append(site)
      }
    }
    self.calls = calls
    var builder = Builder(file, symbols, functions, linkage)
    builder.add(finder.listing)
    edges = builder.edges.map { $0.sorted() }
    wanted = builder.wanted.mapValues { $0.sorted() }
  }

  /// Reads what ``pack(into:)`` wrote; `nil` where it holds functions that there are not.
  init?(unpacking reader: inout Unpacking) {
    guard let edges = reader.list({ $0.list { $0.number().flatMap { Int32(exactly: $0) } } }),
      let names = reader.texts(), let functions = reader.list({ $0.number() }),
      names.count == functions.count, let roots = reader.list({ $0.number() }),
      let wantedByData = reader.texts(), let makers = reader.list({ $0.number() }),
      let sites = reader.list({ $0.sites() }), makers.count == sites.count,
      let wanting = reader.list({ $0.number() }), let wants = reader.list({ $0.texts() }),
      wanting.count == wants.count
    else { return nil }
    let known = edges.indices
    guard (functions + roots + makers + wanting).allSatisfy(known.contains),
      edges.joined().allSatisfy({ known.contains(Int($0)) })
    else { return nil }
    self.edges = edges
    exports = Dictionary(zip(names, functions)) { first, _ in first }
    self.roots = roots
    self.wantedByData = wantedByData
    calls = Dictionary(zip(makers, sites)) { first, _ in first }
    wanted = Dictionary(zip(wanting, wants)) { first, _ in first }
  }

  /// Writes all that it holds.
  func pack(into writer: inout Packing) {
    writer.add(edges.count)
    for functions in edges {
      writer.add(functions.count)
      for function in functions { writer.add(Int(function)) }
    }
    let exports = exports.sorted { $0.key < $1.key }
    writer.add(exports.map(\.key))
    writer.add(numbers: exports.map(\.value))
    writer.add(numbers: roots)
    writer.add(wantedByData)
    let calls = calls.sorted { $0.key < $1.key }
    writer.add(numbers: calls.map(\.key))
    writer.add(calls.count)
    for call in calls { writer.add(call.value) }
    let wanted = wanted.sorted { $0.key < $1.key }
    writer.add(numbers: wanted.map(\.key))
    writer.add(wanted.count)
    for want in wanted { writer.add(want.value) }
  }

  private struct Builder {
    let file: ELFFile
    let symbols: Symbols
    let functions: FunctionMap
    let linkage: Linkage
    var edges: [Set<Int32>]
    var wanted: [Int: Set<String>] = [:]

    init(
      _ file: ELFFile, _ symbols: Symbols, _ functions: FunctionMap, _ linkage: Linkage
    ) {
      self.file = file
      self.symbols = symbols
      self.functions = functions
      self.linkage = linkage
      edges = Array(repeating: [], count: functions.starts.count)
    }

    mutating func add(_ listing: Listing) {
      var current = 0
      // The last instruction that does something.
      var last: Step?
      for step in listing.steps {
        while current + 1 < functions.starts.count, step.address >= functions.starts[current + 1] {
          // A function that ends with neither a jump nor a call runs on into the next one.
          if let last, last.goesOn, last.flow != .call,
            step.address == functions.starts[current + 1]
          {
            edges[current].insert(Int32(current + 1))
          }
          current += 1
        }
        if step.flow != .filler { last = step }
        guard step.target != 0 else { continue }
        if let slot = linkage.stubs[step.target] {
          add(slot: slot, to: current)
        } else if let function = functions.index(of: step.target), function != current,
          file.isCode(step.target)
        {
          edges[current].insert(Int32(function))
        }
      }
      for reference in listing.references { add(reference) }
    }

    private mutating func add(slot address: UInt64, to function: Int) {
      guard let slot = linkage.slots[address] else { return }
      if let target = slot.function, let index = functions.index(taking: target, in: file) {
        if index != function { edges[function].insert(Int32(index)) }
      } else if slot.symbol != 0 {
        wanted[function, default: []]
          .insert(symbols.name(of: symbols.rows[slot.symbol], in: file))
      }
    }

    private mutating func add(_ reference: Reference) {
      let isSlot = reference.reads && linkage.slots[reference.target] != nil
      let target = reference.reads ? nil : functions.index(taking: reference.target, in: file)
      let stub = reference.reads ? nil : linkage.stubs[reference.target]
      guard isSlot || target != nil || stub != nil,
        let function = functions.index(of: reference.address)
      else { return }
      if let stub {
        add(slot: stub, to: function)
      } else if let target {
        if target != function { edges[function].insert(Int32(target)) }
      } else {
        add(slot: reference.target, to: function)
      }
    }
  }
}
