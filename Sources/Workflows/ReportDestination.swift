internal import Files
package import Reports
internal import Text

/// Where reports of profiles go: into one file, or as pages into a folder.
package struct ReportDestination {
  private enum Place {
    case file(String)
    case folder(String)
  }

  private let form: ProfileReportForm
  private let place: Place

  /// Refuses what cannot hold the reports, before any is made.
  ///
  /// - Parameters:
  ///   - output: as the user names it; `nil` for standard output.
  ///   - isSeveral: whether there is more than one report.
  package init(
    _ output: String?, for form: ProfileReportForm, ofSeveral isSeveral: Bool
  ) throws(WorkflowError) {
    self.form = form
    let output = output ?? "-"
    let isFolder = OutputFolder.exists(at: output)
    guard form == .html, isSeveral || isFolder else {
      place = .file(output)
      if form == .html {
        try Self.checkReplacement(of: output)
      } else {
        try TrialRound.checkReplacement(of: output)
      }
      return
    }
    guard output != "-", isFolder || !output.hasSuffix(".html") else {
      throw .usage(
        "several profiles have several pages, which go into a folder: -o FOLDER; --format markdown and json have "
          + "them in one file")
    }
    guard isFolder || !InputFile.exists(output) else {
      throw WorkflowError(.occupied(output, by: "is no folder"))
    }
    place = .folder(output)
  }

  /// Writes the reports, each file whole or not at all; the paths of what was written, but for standard output's.
  package func write(_ reports: [ProfileReport]) throws(WorkflowError) -> [String] {
    switch place {
    case .file(let path):
      guard let bytes = form.bytes(of: reports) else { return [] }
      try Self.write(bytes, to: path)
      return path == "-" ? [] : [path]
    case .folder(let folder):
      let pages = ProfileIndex(of: reports).pages
        .map { page in
          (
            path: folder.hasSuffix("/") ? folder + page.file : "\(folder)/\(page.file)",
            bytes: page.bytes
          )
        }
      for page in pages { try Self.checkReplacement(of: page.path) }
      try WorkflowError.wrapping { () throws(FileError) in try OutputFolder.make(at: folder) }
      for page in pages { try Self.write(page.bytes, to: page.path) }
      return pages.map(\.path)
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(WorkflowError) {
    try WorkflowError.wrapping { () throws(FileError) in
      var file = try OutputFile(bytes, for: path)
      try file.commit()
    }
  }

  /// A page that whittle made may be replaced, no other file.
  private static func checkReplacement(of path: String) throws(WorkflowError) {
    try WorkflowError.wrapping { () throws(FileError) in
      guard try Destination(of: path).isOccupied else { return }
      let beginning = try InputFile.beginning(of: path, count: 1 << 10)
      guard String(decoding: beginning, as: UTF8.self).contains(ProfileIndex.mark) else {
        throw .occupied(path, by: "is no report of whittle")
      }
    }
  }
}
