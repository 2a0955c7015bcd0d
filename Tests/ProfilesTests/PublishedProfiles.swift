import Foundation

/// Docker's default profiles as published, where they lie beside the repository.
enum PublishedProfiles {
  static let folder = URL(filePath: #filePath)
    .appending(path: "../../../../shared/data/docker-default").standardizedFileURL

  /// One file per generation, by the release it is named for.
  static let releases = [
    "20.10.18", "23.0", "24.0.3", "25.0", "25.0.3", "28.2", "29.4.2", "29.4.3",
  ]

  static func bytes(of release: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: "docker-\(release).json")))
  }

  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.path) }
}
