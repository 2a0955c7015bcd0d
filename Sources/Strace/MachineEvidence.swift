internal import Logs
internal import Synchronization
internal import Syscalls

/// What the lines of a log tell of the machine on which it was recorded.
struct MachineEvidence {
  /// What must be so: a name or a number of that machine's table, the ELF header of a library that was
  /// loaded, uname's answer.
  private var certain = ArchitectureSet.hosts
  /// What is usually so: where addresses lie, and what the loader is called.
  private var usual = ArchitectureSet.hosts
  /// What goes along with it: folders of libraries.
  private var supporting = ArchitectureSet.hosts
  /// The ABI of the first library, where that is not the machine's own.
  private var library: Architecture?
  /// Whether some process is of the machine's own ABI, and not of the one beside it.
  private(set) var isWide = false

  /// The machine beyond doubt.
  var certainly: Architecture? { certain.only.map(named) }

  /// The machine, as far as its signs agree; `nil` where they leave several.
  var probably: Architecture? { possible.only.map(named) }

  /// Whether what must be so and what is usually so are not of one machine.
  var isContradictory: Bool { certain.isDisjoint(with: usual) }

  /// The machines that are left.
  var possible: ArchitectureSet {
    let likely = certain.narrowed(to: usual)
    return likely.only == nil ? likely.narrowed(to: supporting) : likely
  }

  private func named(_ host: Architecture) -> Architecture {
    // Nothing but the library tells an ABI of which there is no table.
    if let narrow, !narrow.hasNumbers, narrow.host == host { narrow } else { host }
  }

  /// The ABI of all processes, where libraries tell that it is not the machine's own.
  var narrow: Architecture? { isWide ? nil : library }

  /// Looks at a line, whatever it is.
  mutating func learn(from line: Span<UInt8>, names: SyscallNames) {
    let prefix = LinePrefix(of: line)
    var parenthesis = 0
    let name: PrintedName
    let scan: ArgumentScan
    if line.hasPrefix("<... ", at: prefix.end) {
      guard let end = line.firstIndex(of: .space, from: prefix.end + 5),
        let close = line.firstIndex(of: UInt8(ascii: ">"), from: end)
      else { return }
      name = PrintedName(line, in: (prefix.end + 5)..<end, names: names)
      scan = ArgumentScan(line, from: close + 1)
    } else if let printed = PrintedName(
      line, at: prefix.end, names: names, parenthesis: &parenthesis)
    {
      name = printed
      scan = ArgumentScan(line, from: parenthesis + 1)
    } else {
      return
    }
    guard case .known(let syscall) = name else { return }
    // A line that is cut, or a program's own words.
    if case .open = scan.ending { return }
    learn(from: name, prefix.number)
    for index in 0..<scan.count {
      guard let argument = scan.argument(index, in: line) else { continue }
      learnAddress(line, argument)
      guard line[argument.lowerBound] == .quote else { continue }
      learnPath(line, argument.lowerBound)
      if syscall.name == "read" || syscall.name == "pread64" {
        learnHeader(line, argument, count: scan.argument(index + 1, in: line))
      }
    }
    if syscall.name == "uname" { learnMachine(line) }
    if case .result(let start) = scan.ending {
      learnAddress(line, start..<line.count)
    }
  }

  /// strace has a table of names for each ABI, and prints what the others lack as a number.
  private mutating func learn(from name: PrintedName, _ number: UInt32?) {
    let having = number.flatMap { Tables(having: name, numbered: $0) } ?? tables(having: name)
    guard !having.hosts.isEmpty, !certain.isDisjoint(with: having.hosts) else { return }
    certain.formIntersection(having.hosts)
    if certain.only != nil, certain.isSubset(of: having.alone) { isWide = true }
  }

  private func tables(having name: PrintedName) -> Tables {
    guard case .known(let call) = name else { return Tables(having: name) }
    return Tables.ofCalls.withLock { known in
      if let tables = known[call] { return tables }
      let tables = Tables(having: name)
      known[call] = tables
      return tables
    }
  }

  /// The machines on which strace has a name.
  private struct Tables {
    /// Those of the calls that were looked up in some log: the first lines of all have the same.
    static let ofCalls = Mutex<[Syscall: Tables]>([:])

    let hosts: ArchitectureSet
    /// Those that have it in no table but their own.
    let alone: ArchitectureSet

    init(having name: PrintedName) {
      self.init(Architecture.allCases.filter { name.mayExist(on: $0) })
    }

    /// `nil` where no table has it under that number.
    init?(having name: PrintedName, numbered number: UInt32) {
      let having = Architecture.allCases.filter {
        name.mayExist(on: $0) && name.isNumbered(number, on: $0)
      }
      guard !having.isEmpty else { return nil }
      self.init(having)
    }

    private init(_ having: [Architecture]) {
      let hosts = ArchitectureSet(having.map { ArchitectureSet($0.host) })
      self.hosts = hosts
      alone = hosts.subtracting(
        ArchitectureSet(having.filter { $0 != $0.host }.map { ArchitectureSet($0.host) }))
    }
  }

  /// `0x7f2b5a5ec000`, `child_tidptr=0x7f7c3a1b9a10`
  private mutating func learnAddress(_ line: Span<UInt8>, _ range: Range<Int>) {
    let end = line.skip(from: range.lowerBound) { $0.isIdentifier }
    let start =
      end < range.upperBound && line[end] == UInt8(ascii: "=") ? end + 1 : range.lowerBound
    guard line.hasPrefix("0x", at: start), let (value, _) = line.hexadecimal(at: start + 2) else {
      return
    }
    guard let hosts = MachineSigns.hosts(having: value) else { return }
    isWide = true
    usual = usual.narrowed(to: hosts)
  }

  /// `"/lib/ld-linux-aarch64.so.1"`, `"/lib/arm-linux-gnueabihf/libc.so.6"`
  private mutating func learnPath(_ line: Span<UInt8>, _ quote: Int) {
    let start = line.hasPrefix("/usr/", at: quote + 1) ? quote + 5 : quote + 1
    guard line.hasPrefix("/lib", at: start) || line.hasPrefix("/etc/ld-musl-", at: start) else {
      return
    }
    let end = line.endOfString(from: quote + 1) - 1
    if let slash = line.lastIndex(of: UInt8(ascii: "/"), in: start..<end),
      line.hasPrefix("/ld", at: slash), end - slash < 40,
      let architecture = MachineSigns.architecture(ofLoader: line.text((slash + 1)..<end))
    {
      usual = usual.narrowed(to: ArchitectureSet(architecture.host))
    }
    for folder in MachineSigns.multiarchFolders where line.hasPrefix(folder.name, at: start + 1) {
      supporting = supporting.narrowed(to: ArchitectureSet(folder.architecture.host))
    }
  }

  /// `read(3, "\177ELF\2\1\1\3\0\0\0\0\0\0\0\0\3\0\267\0…", 832) = 832` of a loader.
  private mutating func learnHeader(
    _ line: Span<UInt8>, _ text: Range<Int>, count: Range<Int>?
  ) {
    guard let count, let (bytes, end) = line.decimal(at: count.lowerBound),
      end == count.upperBound,
      let architecture = MachineSigns.architecture(
        ofELF: line.unescapedString(from: text.lowerBound + 1, limit: MachineSigns.headerLength))
    else { return }
    let host = ArchitectureSet(architecture.host)
    guard MachineSigns.loaderReads.contains(bytes), certain.contains(host) else {
      supporting = supporting.narrowed(to: host)
      return
    }
    certain = host
    if architecture == architecture.host { isWide = true }
    if architecture != architecture.host { library = library ?? architecture }
  }

  /// `uname({sysname="Linux", …, machine="armv7l", …})` with `-v`.
  private mutating func learnMachine(_ line: Span<UInt8>) {
    guard let start = line.firstRange(of: "machine=\"")?.upperBound else { return }
    let end = line.skip(from: start) { $0.isIdentifier }
    guard end - start < 32, let hosts = MachineSigns.hosts(calling: line.text(start..<end)) else {
      return
    }
    certain = certain.narrowed(to: hosts)
  }
}

extension ArchitectureSet {
  /// What both have; without that, this set.
  fileprivate func narrowed(to other: Self) -> Self {
    isDisjoint(with: other) ? self : intersection(other)
  }
}

extension PrintedName {
  /// Whether `architecture` has such a call. ABIs without a table have those of their host, and what 32-bit
  /// ABIs have in common.
  fileprivate func mayExist(on architecture: Architecture) -> Bool {
    if architecture.hasNumbers { return exists(on: architecture) }
    let narrow: [Architecture] = [.x86, .arm, .s390]
    return exists(on: architecture.host) || narrow.count(where: { exists(on: $0) }) > 1
  }

  /// Whether `number`, as `-n` prints it, is on `architecture` the call of this name.
  func isNumbered(_ number: UInt32, on architecture: Architecture) -> Bool {
    guard architecture.hasNumbers else { return false }
    if architecture == .x86_64 || architecture == .x32,
      Architecture.isX32(rawNumber: number) != (architecture == .x32)
    {
      return false
    }
    let meant = SyscallReference(rawNumber: number, on: architecture)
    if call(on: architecture).call == meant { return true }
    guard let multiplexer = meant.syscall?.name, let text else { return false }
    return Multiplexer.call(showing: text, named: multiplexer) != nil
  }
}

extension Span<UInt8> {
  /// The first bytes of what a string says that begins at `start` in quotes: `\177ELF\2`, `\x7f\x45`.
  func unescapedString(from start: Int, limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var position = start
    while position < count, bytes.count < limit, self[position] != .quote {
      let byte = self[position]
      position += 1
      guard byte == UInt8(ascii: "\\"), position < count else {
        bytes.append(byte)
        continue
      }
      let escape = self[position]
      position += 1
      switch escape {
      case UInt8(ascii: "n"): bytes.append(0x0a)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0d)
      case UInt8(ascii: "v"): bytes.append(0x0b)
      case UInt8(ascii: "f"): bytes.append(0x0c)
      case UInt8(ascii: "x"):
        let end = Swift.min(position + 2, count)
        var value: UInt8 = 0
        while position < end, let digit = self[position].hexDigit {
          value = value << 4 | digit
          position += 1
        }
        bytes.append(value)
      case 0x30...0x37:
        var value = UInt16(escape - 0x30)
        var digits = 1
        while digits < 3, position < count, case 0x30...0x37 = self[position] {
          value = value << 3 | UInt16(self[position] - 0x30)
          position += 1
          digits += 1
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
      default: bytes.append(escape)
      }
    }
    return bytes
  }
}
