/// What a tree knows of a file without reading it: where this is the same, so are the bytes.
package struct FileState: Hashable, Sendable {
  /// The file, whatever is in it; another file may have it once this one is gone.
  package let file: String
  /// Another one as soon as anything is written to the file, or another file stands there.
  package let version: String
  /// In bytes.
  package let size: Int

  /// As the tree tells it.
  package init(file: String, version: String, size: Int) {
    self.file = file
    self.version = version
    self.size = size
  }
}
