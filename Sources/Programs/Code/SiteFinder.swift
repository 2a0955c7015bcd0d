internal import Syscalls

/// Finds the system calls that a file's own instructions make.
struct SiteFinder {
  private let file: ELFFile
  private let functions: FunctionMap
  private let instructions: any InstructionSet
  private let linkage: Linkage?
  /// Slots of the C library's `syscall`.
  private let syscallSlots: Set<UInt64>

  private(set) var listing = Listing()
  private(set) var sites: [SystemCallSite] = []
  /// Instructions of which no number was found.
  private(set) var unresolved = 0
  /// Places that enter the kernel by another ABI than the file's: i386 or x32 in code of x86-64.
  private(set) var otherEntries: Set<UInt64> = []
  /// Every instruction that enters the kernel, in order of address.
  private(set) var entries: [UInt64] = []
  /// Functions that are handed a number, and where they find it.
  private var wrappers: [UInt64: Set<Number>] = [:]
  private var decoded: Set<Int> = []
  /// What looks like another ABI's system call, and whether it is among data.
  private var amongData: [UInt64: Bool] = [:]
  /// Targets and slots whose callers have been looked for in all of the code.
  private var searched: Set<UInt64> = []
  private var done: Set<Visit> = []

  /// Where a number stands, and the ABI by which it enters the kernel.
  private struct Number: Hashable, Comparable {
    let place: Place
    let entry: Architecture

    static func < (left: Self, right: Self) -> Bool {
      (left.place.key, left.entry) < (right.place.key, right.entry)
    }
  }

  private struct Visit: Hashable {
    let address: UInt64
    let number: Number
  }

  /// What is decoded of a file in which few functions matter; a hostile one has more, and an honest one less.
  private static let limit = 1 << 23
  private static let rounds = 8

  /// - Parameter syscallSymbol: index of the symbol `syscall`, where the file wants it.
  init(
    _ file: ELFFile, _ functions: FunctionMap, _ instructions: any InstructionSet,
    linkage: Linkage?, syscallSymbol: Int?
  ) {
    self.file = file
    self.functions = functions
    self.instructions = instructions
    self.linkage = linkage
    syscallSlots =
      if let linkage, let syscallSymbol {
        Set(linkage.slots.filter { $0.value.symbol == syscallSymbol }.keys)
      } else { [] }
  }

  /// Looks at the whole of the code.
  mutating func searchEverything() {
    decoded = Set(functions.starts.indices)
    listing = functions.decode(functions.starts.indices, of: file, instructions)
    for _ in 0..<Self.rounds where !searchRound() { return }
  }

  /// Looks at the functions that may make a call, and at the callers of those that are handed a number.
  ///
  /// - Parameter possible: where bytes look like a system call.
  mutating func search(from possible: [UInt64]) {
    var wanted: Set<Int> = []
    for address in possible { add(address, to: &wanted) }
    for _ in 0..<Self.rounds {
      addCallers(to: &wanted)
      let isNew = decodeMore(wanted)
      if !searchRound(), !isNew { return }
    }
  }

  private func add(_ address: UInt64, to wanted: inout Set<Int>) {
    if let index = functions.index(of: address) { wanted.insert(index) }
  }

  private mutating func addCallers(to wanted: inout Set<Int>) {
    let called = calledAddresses
    let targets = called.targets.subtracting(searched)
    let slots = called.slots.subtracting(searched)
    guard !targets.isEmpty || !slots.isEmpty else { return }
    searched.formUnion(targets.union(slots))
    let (searchedTargets, searchedSlots) = (AddressSet(targets), AddressSet(slots))
    let calls = file.scanCode { [file, instructions] range, part in
      instructions.possibleCalls(file, range, at: part, to: searchedTargets, through: searchedSlots)
    }
    for address in calls.joined() { add(address, to: &wanted) }
  }

  /// Decodes the functions that have become of interest; `false` where there are none.
  private mutating func decodeMore(_ wanted: Set<Int>) -> Bool {
    guard !wanted.isSubset(of: decoded) else { return false }
    var size = 0
    var indices: [Int] = []
    for index in wanted.sorted() {
      size += functions.size(of: index, in: file)
      guard size <= Self.limit else {
        unresolved += 1
        break
      }
      indices.append(index)
    }
    decoded = wanted
    listing = functions.decode(indices, of: file, instructions)
    return true
  }

  /// What calls lead to functions that are handed a number: their addresses, the stubs and the slots.
  private var calledAddresses: (targets: Set<UInt64>, slots: Set<UInt64>) {
    var targets = Set(wrappers.keys)
    var slots = syscallSlots
    if let linkage {
      for (address, slot) in linkage.slots {
        if let function = slot.function, wrappers[function] != nil { slots.insert(address) }
      }
      for (address, slot) in linkage.stubs where slots.contains(slot) { targets.insert(address) }
    }
    return (targets, slots)
  }

  /// Where the number stands before a call of an address.
  private func numbers(at target: UInt64) -> Set<Number> {
    if let numbers = wrappers[target] { return numbers }
    guard let slot = linkage?.stubs[target] else { return [] }
    return numbers(through: slot)
  }

  private func numbers(through slot: UInt64) -> Set<Number> {
    if syscallSlots.contains(slot) {
      return [Number(place: instructions.syscallArgument, entry: file.architecture)]
    }
    guard let function = linkage?.slots[slot]?.function else { return [] }
    return wrappers[function] ?? []
  }

  /// Searches at each site and each call of a wrapper that has not been looked at; `false` where nothing
  /// new came out.
  private mutating func searchRound() -> Bool {
    var search = ValueSearch(file, listing, functions, instructions)
    let called = calledAddresses
    let (targets, slots) = (AddressSet(called.targets), AddressSet(called.slots))
    var isNew = false
    entries = []
    for (index, step) in listing.steps.enumerated() {
      switch step.flow {
      case .site:
        let entry = instructions.entry(by: step, in: file)
        guard entry == file.architecture || !isAmongData(index) else { continue }
        entries.append(step.address)
        if entry != file.architecture { otherEntries.insert(step.address) }
        let number = Number(place: instructions.numberPlace, entry: entry)
        if look(for: number, before: index, &search) { isNew = true }
      case .call, .jump, .branch:
        guard targets.contains(step.target), !staysInside(step) else { continue }
        if look(
          for: numbers(at: step.target), beforeCall: step.flow == .call, at: index, &search)
        {
          isNew = true
        }
      case .next, .filler, .indirectCall, .end: continue
      }
    }
    for reference in listing.references where reference.reads && slots.contains(reference.target) {
      guard let index = listing.index(of: reference.address) else { continue }
      let flow = listing.steps[index].flow
      guard flow == .indirectCall || flow == .end else { continue }
      if look(
        for: numbers(through: reference.target), beforeCall: flow == .indirectCall, at: index,
        &search)
      {
        isNew = true
      }
    }
    return isNew
  }

  /// Whether a jump leads to the start of its own function.
  private func staysInside(_ step: Step) -> Bool {
    step.flow != .call
      && functions.index(of: step.address) == functions.index(of: step.target)
  }

  /// Looks for the numbers that a function is handed where it is called, or jumped to.
  private mutating func look(
    for numbers: Set<Number>, beforeCall isCall: Bool, at index: Int, _ search: inout ValueSearch
  ) -> Bool {
    var isNew = false
    for number in numbers.sorted() {
      guard let place = instructions.place(number.place, beforeCall: isCall) else { continue }
      if look(for: Number(place: place, entry: number.entry), before: index, &search) {
        isNew = true
      }
    }
    return isNew
  }

  private mutating func look(
    for number: Number, before index: Int, _ search: inout ValueSearch
  ) -> Bool {
    let address = listing.steps[index].address
    guard done.insert(Visit(address: address, number: number)).inserted else { return false }
    let found = search.search(number.place, before: index)
    let own = found.values.compactMap {
      SystemCallSite(value: $0, enteredBy: number.entry, address: address)
    }
    sites += own
    if own.contains(where: { $0.architecture == .x32 }) { otherEntries.insert(address) }
    for entry in found.entries {
      wrappers[entry.function, default: []]
        .insert(Number(place: entry.place, entry: number.entry))
    }
    if own.isEmpty, found.entries.isEmpty { unresolved += 1 }
    return true
  }

  /// How many instructions around one that looks like another ABI's system call are looked at.
  private static let before = 16
  private static let after = 8
  private static let judged = 1 << 16

  /// Whether what looks like an instruction is among bytes that are none: tables that stand among code, read
  /// from the wrong byte on. The two bytes of `int $0x80` come about there by chance, and in real code nowhere.
  private mutating func isAmongData(_ index: Int) -> Bool {
    let address = listing.steps[index].address
    if let known = amongData[address] { return known }
    // A hostile file has any number of them.
    guard amongData.count < Self.judged else { return false }
    let result = hasDataAround(index)
    amongData[address] = result
    return result
  }

  private func hasDataAround(_ index: Int) -> Bool {
    let steps = listing.steps
    let function = functions.index(of: steps[index].address)
    let first = max(index - Self.before, 0)
    let last = min(index + Self.after, steps.count - 1)
    for other in first...last where functions.index(of: steps[other].address) == function {
      if instructions.isUnrunnable(steps[other], in: file) { return true }
      if other < last, steps[other].end != steps[other + 1].address,
        functions.index(of: steps[other + 1].address) == function
      {
        return true
      }
    }
    return false
  }
}
