package import Foundation

/// An empty folder of a test's own, which goes away with all that it holds when its owner does.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package var path: String { url.path }

  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "whittle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { remove() }

  /// Removes it before its owner goes: where the last that a scope does with it is to name a file.
  package func remove() { try? FileManager.default.removeItem(at: url) }

  package static func / (folder: TemporaryFolder, name: String) -> URL {
    folder.url.appending(path: name)
  }

  /// Writes a file, and the folders that it stands in; returns its path.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = self / name
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  package func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  package func contents(of name: String) throws -> String {
    String(decoding: try Data(contentsOf: self / name), as: UTF8.self)
  }

  /// What stands in it, sorted.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}
