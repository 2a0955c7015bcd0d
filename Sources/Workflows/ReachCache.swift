internal import Files
internal import Observations
internal import Programs

/// What was read from programs, in the user's own cache: `$XDG_CACHE_HOME/whittle/reach`, or below `~/.cache`.
///
/// An entry that is not whole is not read, and is written anew. Where nothing can be written, nothing is kept.
struct ReachCache: FactStore {
  private let folder: CacheFolder?

  init() { folder = CacheFolder("whittle/reach/\(ProgramFacts.version)") }

  func packed(of digest: String) -> [UInt8]? {
    guard let entry = folder?.bytes(of: digest), entry.count > 64 else { return nil }
    let packed = Array(entry[64...])
    return Self.sum(packed, digest) == String(decoding: entry[..<64], as: UTF8.self) ? packed : nil
  }

  func keep(_ packed: [UInt8], of digest: String) {
    folder?.keep(Array(Self.sum(packed, digest).utf8) + packed, as: digest)
  }

  func digest(of state: FileState) -> String? {
    guard let entry = folder?.bytes(of: Self.name(of: state)), entry.count == 128 else {
      return nil
    }
    let digest = String(decoding: entry[64...], as: UTF8.self)
    let sum = Self.sum(Array(state.version.utf8), digest)
    return sum == String(decoding: entry[..<64], as: UTF8.self) ? digest : nil
  }

  func keep(digest: String, of state: FileState) {
    let sum = Self.sum(Array(state.version.utf8), digest)
    folder?.keep(Array((sum + digest).utf8), as: Self.name(of: state))
  }

  /// What was answered to a question, where the tree still is as it was then.
  func answer(to question: ReachQuestion, of tree: any FileTree) -> ReachAnswer? {
    guard let name = question.name, let packed = packed(of: name) else { return nil }
    var reader = Unpacking(packed)
    guard let questions = reader.bytes(), let answers = reader.text(), let notes = reader.texts(),
      let reach = reader.bytes().flatMap(ProgramReach.init(bytes:)), reader.isAtEnd,
      AskedTree.answers(to: questions, of: tree) == answers
    else { return nil }
    return ReachAnswer(reach: reach, notes: notes)
  }

  /// Keeps it, if that can be done.
  func keep(
    _ answer: ReachAnswer, to question: ReachQuestion, asking tree: AskedTree
  ) {
    guard let name = question.name, let asked = tree.asked else { return }
    var packing = Packing()
    packing.add(asked.questions)
    packing.add(asked.answers)
    packing.add(answer.notes)
    packing.add(answer.reach.bytes)
    keep(packing.bytes, of: name)
  }

  /// One entry a file: of an earlier state nobody asks again.
  private static func name(of state: FileState) -> String {
    "state-" + SHA256.digits(of: Array(state.file.utf8))
  }

  private static func sum(_ packed: [UInt8], _ digest: String) -> String {
    SHA256.digits(of: Array(digest.utf8) + packed)
  }
}
