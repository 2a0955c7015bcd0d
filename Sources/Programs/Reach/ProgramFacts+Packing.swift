internal import Syscalls

/// Facts as bytes, for a cache.
extension ProgramFacts {
  /// Of the reader of machine code and of this form: what another version found, or wrote, is not read.
  package static let version = 2

  /// What ``init(packed:)`` reads.
  package var packed: [UInt8] {
    var writer = Packing()
    writer.add(architecture.rawValue)
    writer.add(isProgram ? 1 : 0)
    writer.add([interpreter, soname].map { $0 ?? "" })
    writer.add(needed)
    writer.add(searchPath.own)
    writer.add(searchPath.inherited)
    writer.add(sites)
    writer.add(unresolved)
    writer.add(otherEntries)
    writer.add(systemCalls.count)
    for address in systemCalls { writer.add(Int(bitPattern: UInt(address))) }
    writer.add(wanted)
    writer.add(namesForLookup.bytes)
    writer.add(paths.bytes)
    writer.add(graph == nil ? 0 : 1)
    graph?.pack(into: &writer)
    return writer.bytes
  }

  /// `nil` for bytes that are not whole.
  package init?(packed bytes: [UInt8]) {
    var reader = Unpacking(bytes)
    guard let architecture = reader.text().flatMap(Architecture.init(rawValue:)),
      let isProgram = reader.number(), let names = reader.texts(), names.count == 2,
      let needed = reader.texts(), let own = reader.texts(), let inherited = reader.texts(),
      let sites = reader.sites(), let unresolved = reader.number(),
      let otherEntries = reader.number(),
      let systemCalls = reader.list({ $0.number().map { UInt64(UInt(bitPattern: $0)) } }),
      let wanted = reader.texts(), let lookedUp = reader.bytes(), let paths = reader.bytes(),
      let hasGraph = reader.number()
    else { return nil }
    self.architecture = architecture
    self.isProgram = isProgram != 0
    interpreter = names[0].isEmpty ? nil : names[0]
    soname = names[1].isEmpty ? nil : names[1]
    self.needed = needed
    searchPath = LibrarySearchPath(own: own, inherited: inherited)
    self.sites = sites
    self.unresolved = unresolved
    self.otherEntries = otherEntries
    self.systemCalls = systemCalls
    self.wanted = wanted
    namesForLookup = PackedTexts(bytes: lookedUp)
    self.paths = PackedTexts(bytes: paths)
    if hasGraph == 0 {
      graph = nil
    } else {
      guard let graph = CallGraph(unpacking: &reader) else { return nil }
      self.graph = graph
    }
    guard reader.isAtEnd else { return nil }
  }
}

/// Writes numbers of 64 bits and texts with their lengths.
package struct Packing {
  /// What was written.
  package private(set) var bytes: [UInt8] = []

  /// Nothing yet.
  package init() {}

  /// Adds a number.
  package mutating func add(_ number: Int) {
    for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
  }

  /// Adds bytes with their count.
  package mutating func add(_ text: [UInt8]) {
    add(text.count)
    bytes += text
  }

  /// Adds a text.
  package mutating func add(_ text: String) { add(Array(text.utf8)) }

  mutating func add(numbers: [Int]) {
    add(numbers.count)
    for number in numbers { add(number) }
  }

  /// Adds texts with their count.
  package mutating func add(_ texts: [String]) {
    add(texts.count)
    for text in texts { add(text) }
  }

  mutating func add(_ sites: [SystemCallSite]) {
    add(sites.count)
    for site in sites {
      add(Int(site.number))
      add(site.architecture.rawValue)
      add(Int(bitPattern: UInt(site.address)))
    }
  }
}

/// Reads them back; `nil` where the bytes do not hold what is asked for.
package struct Unpacking {
  private let source: [UInt8]
  private var position = 0

  /// From the first byte on.
  package init(_ bytes: [UInt8]) { source = bytes }

  /// Whether all was read.
  package var isAtEnd: Bool { position == source.count }

  /// The next number.
  package mutating func number() -> Int? {
    guard source.count - position >= 8 else { return nil }
    var value: UInt64 = 0
    for byte in 0..<8 { value |= UInt64(source[position + byte]) << UInt64(8 * byte) }
    position += 8
    return Int(truncatingIfNeeded: value)
  }

  /// The next bytes.
  package mutating func bytes() -> [UInt8]? {
    guard let count = number(), count >= 0, count <= source.count - position else { return nil }
    position += count
    return Array(source[(position - count)..<position])
  }

  /// The next text.
  package mutating func text() -> String? {
    bytes().flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// Each element takes a byte at least, so that a length cannot ask for more than there is.
  mutating func list<Element>(_ element: (inout Self) -> Element?) -> [Element]? {
    guard let count = number(), count >= 0, count <= source.count - position else { return nil }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count {
      guard let next = element(&self) else { return nil }
      elements.append(next)
    }
    return elements
  }

  /// The next texts.
  package mutating func texts() -> [String]? { list { $0.text() } }

  mutating func sites() -> [SystemCallSite]? {
    list { reader in
      guard let number = reader.number(),
        let architecture = reader.text().flatMap(Architecture.init(rawValue:)),
        let address = reader.number()
      else { return nil }
      return SystemCallSite(
        number: UInt32(truncatingIfNeeded: number), architecture: architecture,
        address: UInt64(UInt(bitPattern: address)))
    }
  }
}
