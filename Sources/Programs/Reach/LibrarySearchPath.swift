/// Folders that a file asks its loader to look in.
struct LibrarySearchPath: Sendable {
  /// `DT_RUNPATH`: for what the file itself needs.
  let own: [String]
  /// `DT_RPATH`: also for what those need; without meaning beside `DT_RUNPATH`.
  let inherited: [String]

  init(own: [String], inherited: [String]) {
    self.own = own
    self.inherited = inherited
  }

  init(own: String?, inherited: String?) {
    self.own = Self.folders(own)
    self.inherited = own == nil ? Self.folders(inherited) : []
  }

  private static func folders(_ text: String?) -> [String] {
    text?.split(separator: ":").map(String.init) ?? []
  }
}
