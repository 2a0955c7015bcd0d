import Foundation
import Programs
import TestSupport

/// strace, and what its log says.
enum Tracer {
  static let isUsable: Bool = {
    guard Machine.has("strace"), let folder = try? TemporaryFolder() else { return false }
    _ = try? Machine.output(of: "strace", ["-o", (folder / "log").path, "true"], in: folder.url)
    return (try? folder.contents(of: "log").contains("execve")) ?? false
  }()

  struct Log {
    var programs: [String] = []
    var opened: [String] = []
    var calls: Set<String> = []

    init(_ text: String) {
      for line in text.split(separator: "\n") {
        let rest = line.drop { $0.isNumber }.drop { $0 == " " }
        let name =
          rest.hasPrefix("<... ")
          ? rest.dropFirst(5).prefix { $0 != " " }
          : rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard name.first?.isLetter == true, !rest.hasPrefix("+++"), !rest.hasPrefix("---") else {
          continue
        }
        calls.insert(String(name))
        guard !rest.contains(" = -1 "), let start = rest.firstIndex(of: "\"") else { continue }
        let path = String(rest[rest.index(after: start)...].prefix { $0 != "\"" })
        if name == "execve" { programs.append(path) }
        if name == "openat" || name == "open" { opened.append(path) }
      }
    }
  }
}

/// The files of this machine.
struct DiskTree: FileTree {
  func entry(at path: String) -> FileEntry? {
    let manager = FileManager.default
    if let target = try? manager.destinationOfSymbolicLink(atPath: path) {
      return .link(to: target)
    }
    guard let attributes = try? manager.attributesOfItem(atPath: path) else { return nil }
    switch attributes[.type] as? FileAttributeType {
    case .typeRegular?: return .file(size: (attributes[.size] as? Int) ?? 0)
    case .typeDirectory?: return .folder
    default: return .special
    }
  }

  func contents(of folder: String) -> [FolderItem] {
    let items = try? FileManager.default.contentsOfDirectory(
      at: URL(filePath: folder), includingPropertiesForKeys: [.isDirectoryKey])
    return (items ?? []).map { item in
      let isFolder = (try? item.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
      return FolderItem(name: item.lastPathComponent, isFolder: isFolder)
    }
  }

  func bytes(of file: String, prefix: Int?) throws(FileTreeError) -> [UInt8] {
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: file))
      defer { try? handle.close() }
      return [UInt8](
        try (prefix.map { try handle.read(upToCount: $0) } ?? handle.readToEnd()) ?? Data())
    } catch {
      throw FileTreeError("\(error)")
    }
  }
}
