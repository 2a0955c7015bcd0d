internal import Observations
internal import Parallelism

/// Reads program files, or finds what was read of them before.
struct ProgramFileReader: Sendable {
  /// What is known of a file, but for how it was found.
  struct Reading: Sendable {
    /// In bytes.
    let size: Int
    let facts: ProgramFacts
    /// SHA-256 of its bytes, in hexadecimal digits; `nil` where nobody asked for it.
    let digest: String?
  }

  /// Why nothing is known of it.
  enum Failure: Error {
    case unreadable(String)
    case notUnderstood(ProgramError)
  }

  let tree: any FileTree
  /// Whether the digests of files are wanted.
  let isHashed: Bool
  /// Where what is read of files is kept.
  let store: (any FactStore)?

  /// Files of this size and more are read one by one, each by several threads: so many bytes are held at once
  /// at most, or one file.
  static let aloneSize = 1 << 23
  private static let atOnce = 4

  func read(_ path: String) -> Result<Reading, Failure> {
    let state = store == nil ? nil : tree.state(of: path)
    if let state, let digest = store?.digest(of: state), let facts = keptFacts(of: digest) {
      return .success(Reading(size: state.size, facts: facts, digest: digest))
    }
    let bytes: [UInt8]
    do {
      bytes = try tree.bytes(of: path, prefix: nil)
    } catch {
      return .failure(.unreadable(error.message))
    }
    do {
      let digest = isHashed || store != nil ? SHA256.digits(of: bytes) : nil
      let facts = try facts(of: bytes, digest)
      // Not where it changed while it was read.
      if let state, let digest, tree.state(of: path) == state {
        store?.keep(digest: digest, of: state)
      }
      return .success(Reading(size: bytes.count, facts: facts, digest: digest))
    } catch {
      return .failure(.notUnderstood(error))
    }
  }

  /// What is known of those of the files that are ELF files, by several threads.
  func readPrograms(_ paths: [String]) -> [String: Result<Reading, Failure>] {
    let found = Threads.map(paths.count, atOnce: Self.atOnce) { index, _ in
      isELF(paths[index]) ? read(paths[index]) : nil
    }
    var readings: [String: Result<Reading, Failure>] = [:]
    for (path, reading) in zip(paths, found) { readings[path] = reading }
    return readings
  }

  func isELF(_ path: String) -> Bool {
    (try? tree.bytes(of: path, prefix: 4)) == ELFFile.magic
  }

  private func keptFacts(of digest: String) -> ProgramFacts? {
    store?.packed(of: digest).flatMap(ProgramFacts.init(packed:))
  }

  private func facts(of bytes: [UInt8], _ digest: String?) throws(ProgramError) -> ProgramFacts {
    guard let store, let digest else { return try ProgramFacts(reading: bytes) }
    if let known = keptFacts(of: digest) { return known }
    let facts = try ProgramFacts(reading: bytes)
    store.keep(facts.packed, of: digest)
    return facts
  }
}
