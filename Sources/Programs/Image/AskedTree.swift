internal import Observations
internal import Synchronization

/// A tree that remembers what it was asked, and what it answered.
///
/// Whoever asks the same, and is answered the same, comes to the same result: that need not be worked out twice.
package final class AskedTree: FileTree {
  private let tree: any FileTree
  private let memory = Mutex(Memory())

  private struct Memory {
    var answers: [TreeQuestion: String] = [:]
    /// Whether the same question had the same answer each time.
    var isSteady = true
  }

  /// A tree that nobody has asked yet.
  package init(_ tree: any FileTree) { self.tree = tree }

  /// The questions, and a digest of the answers; `nil` where the tree changed meanwhile.
  package var asked: (questions: [UInt8], answers: String)? {
    let memory = memory.withLock { $0 }
    guard memory.isSteady else { return nil }
    var packing = Packing()
    var digest = ContentDigest(Self.purpose)
    for (question, answer) in memory.answers.sorted(by: { $0.key < $1.key }) {
      question.pack(into: &packing)
      digest.add(answer)
    }
    return (packing.bytes, digest.finish())
  }

  /// A digest of what a tree answers to questions; `nil` for bytes that hold none.
  package static func answers(to questions: [UInt8], of tree: any FileTree) -> String? {
    var reader = Unpacking(questions)
    var digest = ContentDigest(purpose)
    while !reader.isAtEnd {
      guard let question = TreeQuestion(unpacking: &reader) else { return nil }
      digest.add(question.answer(of: tree))
    }
    return digest.finish()
  }

  private static let purpose = "answers of a tree"

  /// As the tree answers.
  package func entry(at path: String) -> FileEntry? {
    let entry = tree.entry(at: path)
    remember(.entry, path, TreeQuestion.answer(entry))
    return entry
  }

  /// As the tree answers.
  package func contents(of folder: String) -> [FolderItem] {
    let items = tree.contents(of: folder)
    remember(.contents, folder, TreeQuestion.answer(items))
    return items
  }

  /// As the tree answers.
  package func bytes(of file: String, prefix: Int?) throws(FileTreeError) -> [UInt8] {
    let before = tree.state(of: file)
    let bytes: Result<[UInt8], FileTreeError>
    do {
      bytes = .success(try tree.bytes(of: file, prefix: prefix))
    } catch {
      bytes = .failure(error)
    }
    let state = tree.state(of: file) == before ? before : nil
    remember(.bytes, file, prefix: prefix, TreeQuestion.answer(state, bytes))
    return try bytes.get()
  }

  /// As the tree answers.
  package func state(of file: String) -> FileState? {
    let state = tree.state(of: file)
    // Without one, the bytes are asked for.
    if let state { remember(.bytes, file, TreeQuestion.answer(state)) }
    return state
  }

  private func remember(
    _ kind: TreeQuestion.Kind, _ path: String, prefix: Int? = nil, _ answer: String
  ) {
    let question = TreeQuestion(kind: kind, path: path, prefix: prefix ?? .max)
    memory.withLock { memory in
      if let before = memory.answers.updateValue(answer, forKey: question), before != answer {
        memory.isSteady = false
      }
    }
  }
}

/// What can be asked of a tree, and what can be answered.
private struct TreeQuestion: Hashable, Comparable {
  enum Kind: Int {
    case entry, contents, bytes
  }

  let kind: Kind
  let path: String
  /// How many bytes are asked for.
  let prefix: Int

  init(kind: Kind, path: String, prefix: Int) {
    self.kind = kind
    self.path = path
    self.prefix = prefix
  }

  init?(unpacking reader: inout Unpacking) {
    guard let kind = reader.number().flatMap(Kind.init(rawValue:)), let path = reader.text(),
      let prefix = reader.number(), prefix >= 0
    else { return nil }
    self.init(kind: kind, path: path, prefix: prefix)
  }

  func pack(into packing: inout Packing) {
    packing.add(kind.rawValue)
    packing.add(path)
    packing.add(prefix)
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.path, left.kind.rawValue, left.prefix) < (right.path, right.kind.rawValue, right.prefix)
  }

  func answer(of tree: any FileTree) -> String {
    switch kind {
    case .entry: return Self.answer(tree.entry(at: path))
    case .contents: return Self.answer(tree.contents(of: path))
    case .bytes:
      if let state = tree.state(of: path) { return Self.answer(state) }
      do {
        return Self.answer(
          nil, .success(try tree.bytes(of: path, prefix: prefix == .max ? nil : prefix)))
      } catch {
        return Self.answer(nil, .failure(error))
      }
    }
  }

  static func answer(_ entry: FileEntry?) -> String {
    switch entry {
    case nil: "nothing"
    case .file(let size): "file \(size)"
    case .folder: "folder"
    case .link(let target): "link \(target)"
    case .special: "special"
    }
  }

  static func answer(_ items: [FolderItem]) -> String {
    var digest = ContentDigest("folder")
    for item in items.sorted(by: { $0.name < $1.name }) {
      digest.add(item.name)
      digest.add(item.isFolder ? 1 : 0)
    }
    return digest.finish()
  }

  static func answer(_ state: FileState) -> String { "as \(state.file) \(state.version)" }

  /// Bytes of a file that had, before and after, the same state, if that is known.
  static func answer(_ state: FileState?, _ bytes: Result<[UInt8], FileTreeError>) -> String {
    if let state { return answer(state) }
    switch bytes {
    case .success(let bytes): return "holds \(SHA256.digits(of: bytes))"
    case .failure(let error): return "fails \(error.message)"
    }
  }
}
