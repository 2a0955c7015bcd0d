package import Observations
internal import SystemPackage

/// The logs that a user names: files, folders, and `-` for standard input.
package struct TraceSet {
  /// What was read.
  package let observations: Observations
  /// Files of folders that were passed over, with the reason; a file named by itself never is.
  package let skipped: [TraceError]

  /// Reads every log; files of one run (rotated logs, `strace -ff`) are read as one.
  package init(reading paths: [String], options: TraceOptions) throws(TraceError) {
    var files: [TraceFile] = []
    var skipped: [TraceError] = []
    for path in Set(paths).sorted() {
      guard let members = try Folder.files(in: path) else {
        files.append(try TraceFile.sniff(path, options))
        continue
      }
      let before = files.count
      for member in members {
        do {
          files.append(try TraceFile.sniff(member, options))
        } catch {
          skipped.append(error)
        }
      }
      if files.count == before {
        throw TraceError(path, "is a folder without logs")
      }
    }
    let groups = Dictionary(grouping: files) { "\($0.format.name) \($0.stem)" }
    var runs: [Run] = []
    for (_, members) in groups.sorted(by: { $0.key < $1.key }) {
      let ordered = members.sorted(by: TraceFile.isWrittenBefore)
      runs.append(
        try RunReader(options: options).run(of: ordered, name: Self.runName(of: ordered[0])))
    }
    observations = Observations(runs: runs)
    self.skipped = skipped
  }

  private static func runName(of file: TraceFile) -> String {
    FilePath(file.stem).lastComponent?.string ?? file.stem
  }
}
