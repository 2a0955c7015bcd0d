import Foundation

/// A folder of a test's own; `remove()` takes it away with all that it holds.
struct TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "whittle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  static func / (folder: TemporaryFolder, name: String) -> URL { folder.url.appending(path: name) }
}
