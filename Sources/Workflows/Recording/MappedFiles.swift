internal import Files
internal import Glibc
internal import Logs

/// The programs and libraries of processes that run already, whose start no log shows.
struct MappedFiles {
  private var executed: Set<String> = []
  private var opened: Set<String> = []

  /// Looks at what processes have in memory. Their paths are as they see them: those of a container's mounts have
  /// no other name here.
  init(of processes: [Int]) {
    for process in processes {
      var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      // SAFETY: readlink writes less than the buffer holds, so that a NUL follows.
      let count = unsafe readlink("/proc/\(process)/exe", &path, Int(PATH_MAX))
      if count > 0 {
        executed.insert(
          String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self))
      }
      let maps = (try? InputFile.bytes(at: "/proc/\(process)/maps")) ?? []
      opened.formUnion(Self.files(in: maps))
    }
  }

  /// `7f0c2a000000-7f0c2a028000 r--p 00000000 00:2f 1234  /usr/lib/x86_64-linux-gnu/libc.so.6`
  static func files(in maps: [UInt8]) -> Set<String> {
    var files: Set<String> = []
    for line in maps.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      guard fields.count == 6 else { continue }
      let path = String(decoding: fields[5].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
      if path.hasPrefix("/"), !path.hasSuffix(" (deleted)") { files.insert(path) }
    }
    return files
  }

  /// Adds them to what logs show.
  func add(to programs: ProgramPaths) {
    for path in executed { programs.addExecuted(path) }
    for path in opened { programs.addOpened(path) }
  }
}
