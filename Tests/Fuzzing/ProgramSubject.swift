import Programs

/// An ELF file: read twice it is the same, and what it says survives the cache.
struct ProgramSubject: FuzzSubject {
  func check(_ input: [UInt8]) {
    guard let facts = try? ProgramFacts(reading: input) else { return }
    let packed = facts.packed
    require((try? ProgramFacts(reading: input))?.packed == packed, "read again it is another one")
    require(ProgramFacts(packed: packed)?.packed == packed, "out of the cache it is another one")
    require(facts.sites.allSatisfy { $0.number <= 1023 }, "a call has no number of the kernel's")
  }
}
