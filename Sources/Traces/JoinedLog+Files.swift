package import Logs
internal import Text

extension JoinedLog {
  /// The log whose parts are the files that are named, and those of the folders that are.
  package init(_ name: String, in paths: [String]) throws(TraceError) {
    var parts: [String] = []
    for path in paths {
      guard let folder = Folder(at: path) else {
        parts.append(path)
        continue
      }
      if let error = folder.unlisted.first ?? folder.passedOver.first { throw error }
      guard !folder.files.isEmpty else {
        throw TraceError(path, "is a folder without files", isMistake: true)
      }
      parts += folder.files
    }
    self.init(name, parts: parts.sortedByBytes)
  }
}
